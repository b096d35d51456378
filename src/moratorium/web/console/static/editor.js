// A fault of a draft leads to its place in the text. Without this file the line and column are only told.
"use strict";
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  const text = document.getElementById("draft-text");
  if (!link || !text) return;
  event.preventDefault();
  const lines = text.value.split("\n").slice(0, Number(link.dataset.line) - 1);
  const start = lines.reduce((sum, line) => sum + line.length + 1, 0) + Number(link.dataset.column) - 1;
  const rest = text.value.slice(start).search(/[\s,\]}]|$/);
  text.focus();
  text.setSelectionRange(start, start + Math.max(1, rest));
  const height = parseFloat(getComputedStyle(text).lineHeight);
  text.scrollTop = Math.max(0, (lines.length - 4) * height);
});
(() => {
  const form = document.getElementById("draft-form");
  let changed = false;
  if (!form) return;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
})();
