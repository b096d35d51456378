// Maps move, and two sliders go through the days and the states of the rulebook. Without this file the same is done by
// the fields of the form and the choice of what is shown.
"use strict";
(() => {
  const number = (text) => text.split(" ").map(Number);

  function moving(figure) {
    const svg = figure.querySelector("svg.world");
    if (!svg || figure.dataset.map === "moves") return;
    figure.dataset.map = "moves";
    const whole = number(svg.getAttribute("viewBox"));
    const patterns = [...svg.querySelectorAll("pattern")].map((one) => [one, one.getAttribute("patternTransform") || ""]);
    const dots = [...svg.querySelectorAll("circle[r]")].filter((one) => !one.closest("pattern"));
    const radius = dots.length ? Number(dots[0].getAttribute("r")) : 0;
    let box = [...whole];

    function show(next) {
      const share = Math.min(1.5, Math.max(0.03, next[2] / whole[2]));
      const width = whole[2] * share, height = whole[3] * share;
      box = [next[0] + (next[2] - width) / 2, next[1] + (next[3] - height) / 2, width, height];
      svg.setAttribute("viewBox", box.join(" "));
      for (const [one, turned] of patterns) one.setAttribute("patternTransform", `${turned} scale(${share})`.trim());
      for (const one of dots) one.setAttribute("r", String(radius * share));
    }
    const zoom = (by, x = 0.5, y = 0.5) =>
      show([box[0] + box[2] * (1 - by) * x, box[1] + box[3] * (1 - by) * y, box[2] * by, box[3] * by]);
    const shift = (x, y) => show([box[0] + box[2] * x, box[1] + box[3] * y, box[2], box[3]]);

    const tools = document.createElement("div");
    tools.className = "map-tools";
    const ways = [["+", "nearer", () => zoom(0.6)], ["−", "further", () => zoom(1 / 0.6)], ["⟲", "whole", () => show(whole)]];
    for (const [sign, name, does] of ways) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.title = figure.dataset[name];
      button.setAttribute("aria-label", figure.dataset[name]);
      button.addEventListener("click", does);
      tools.append(button);
    }
    figure.append(tools);

    svg.addEventListener("keydown", (event) => {
      if (event.target !== svg) return;
      const does = {
        "+": () => zoom(0.7), "=": () => zoom(0.7), "-": () => zoom(1 / 0.7), "0": () => show(whole),
        ArrowLeft: () => shift(-0.15, 0), ArrowRight: () => shift(0.15, 0),
        ArrowUp: () => shift(0, -0.15), ArrowDown: () => shift(0, 0.15),
      }[event.key];
      if (does) { event.preventDefault(); does(); }
    });
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const at = svg.getBoundingClientRect();
      zoom(event.deltaY < 0 ? 0.85 : 1 / 0.85, (event.clientX - at.left) / at.width, (event.clientY - at.top) / at.height);
    }, { passive: false });

    let from = null, moved = false;
    svg.addEventListener("pointerdown", (event) => {
      if (event.button === 0 && event.pointerType === "mouse") { from = [event.clientX, event.clientY, box]; moved = false; }
    });
    svg.addEventListener("pointermove", (event) => {
      if (!from) return;
      const at = svg.getBoundingClientRect();
      const x = event.clientX - from[0], y = event.clientY - from[1];
      if (Math.abs(x) + Math.abs(y) < 5 && !moved) return;
      moved = true;
      show([from[2][0] - (x / at.width) * from[2][2], from[2][1] - (y / at.height) * from[2][3], from[2][2], from[2][3]]);
    });
    for (const name of ["pointerup", "pointerleave"]) svg.addEventListener(name, () => { from = null; });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("click", (event) => { if (moved) { event.preventDefault(); moved = false; } }, true);
  }

  // A slider beside a field: its places are values of the field, and moving it changes the field.
  function slider(field, values, words) {
    if (values.length < 2) return;
    const range = document.createElement("input");
    range.type = "range";
    range.className = "slider";
    range.min = "0";
    range.max = String(values.length - 1);
    range.setAttribute("aria-label", field.labels[0].textContent);
    const place = () => {
      let at = values.indexOf(field.value);
      if (at < 0) at = Math.max(0, values.filter((one) => one <= field.value).length - 1);
      range.value = String(at);
      range.setAttribute("aria-valuetext", words(values[at]));
    };
    place();
    range.addEventListener("input", () => {
      field.value = values[Number(range.value)];
      range.setAttribute("aria-valuetext", words(field.value));
    });
    range.addEventListener("change", () => field.dispatchEvent(new Event("change", { bubbles: true })));
    field.addEventListener("change", place);
    field.after(range);
  }

  function begin() {
    for (const figure of document.querySelectorAll("figure[data-map]")) moving(figure);
  }
  const day = document.querySelector("input[data-days]");
  if (day) slider(day, day.dataset.days.split(" "), (text) => text);
  const known = document.querySelector("#map-form select[name=known]");
  if (known) {
    const options = [...known.options].reverse();
    slider(known, options.map((one) => one.value), (text) => options.find((one) => one.value === text).textContent);
  }
  begin();
  document.addEventListener("htmx:afterSettle", begin);
})();
