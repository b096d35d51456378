// What makes pages quicker to use by keyboard and thumb. Without this file nothing is lost: a menu is closed where it was
// opened, a form that is sent twice is done once by the service, and the row of sections is moved by hand.
"use strict";
(() => {
  const menu = document.querySelector("details.menu");
  if (menu) {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held) menu.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  }

  // A form that is on its way is not sent once more; after going back it can be.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.getAttribute("aria-busy") === "true") event.preventDefault();
    else form.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
  });

  // A piece of a page that could not be renewed does not pass for what holds now.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!new URL(event.detail.xhr.responseURL, location.href).pathname.startsWith("/sign-in")) return;
    event.detail.shouldSwap = false;
    location.reload();
  });
  for (const failed of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failed, (event) => {
      const form = event.detail.elt;
      if (form.matches("form[method=get]")) form.submit();
      else event.detail.target.classList.add("stale");
    });
  }

  const here = document.querySelector(".sections [aria-current]");
  const row = here && here.closest(".sections");
  if (row && row.scrollWidth > row.clientWidth) {
    row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }
})();
