// The map moves: buttons, keys, wheel and dragging. Without this file it shows the whole city, and every mark leads on.
"use strict";
(() => {
  const map = document.querySelector(".city-map");
  if (!map) return;
  const SIZE = 1000, CLOSEST = 8, STEP = 1.6, FINGER = 26, USUAL = 600, LETTER = { en: 7, zh: 13 };
  const SVG = "http://www.w3.org/2000/svg";
  const frame = map.parentElement;
  const outlines = map.querySelector(".outlines");
  const layer = map.querySelector(".marks");
  const status = frame.querySelector(".map-status");
  const buttons = map.closest("section").querySelector(".map-buttons");
  const bar = map.querySelector(".bar");
  const first = [...layer.children];
  const parks = JSON.parse(map.dataset.points).map(([x, y, exact, slug, name]) => ({ x, y, exact, slug, name }));
  const names = [...map.querySelectorAll(".names text")].map((text) => ({
    text,
    x: parseFloat(text.getAttribute("x")) * SIZE / 100,
    y: parseFloat(text.getAttribute("y")) * SIZE / 100,
    room: text.dataset.width * USUAL / SIZE,
    length: text.textContent.length * (/[^\x00-\xff]/.test(text.textContent) ? LETTER.zh : LETTER.en),
  }));
  let [left, top, zoom] = [0, 0, 1];

  const inView = (value, start) => (value - start) * zoom;
  const BARS = [100, 50, 20, 10, 5, 2, 1];
  const percent = (value) => `${(value * 100 / SIZE).toFixed(2)}%`;

  function element(name, attributes, parent) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  }

  // As portal/maps/marks.py does it: where most parks are comes first, and no two marks stand nearer than a finger is wide.
  function gathered() {
    const together = new Map();
    for (const park of parks) {
      const [x, y] = [inView(park.x, left), inView(park.y, top)];
      const key = `${park.x} ${park.y}`;
      if (!together.has(key)) together.set(key, { x, y, parks: [] });
      together.get(key).parks.push(park);
    }
    const near = SIZE * FINGER / Math.max(map.clientWidth, 1);
    const marks = [];
    const order = (a, b) => b.parks.length - a.parks.length || a.y - b.y || a.x - b.x;
    for (const group of [...together.values()].sort(order)) {
      const beside = marks
        .map((mark) => [Math.hypot(mark.x - group.x, mark.y - group.y), mark])
        .filter(([distance]) => distance < near)
        .sort(([a], [b]) => a - b)[0];
      if (beside) {
        beside[1].parks.push(...group.parks);
        beside[1].apart = true;
      } else marks.push(group);
    }
    const isSeen = ({ x, y }) => x >= 0 && y >= 0 && x <= SIZE && y <= SIZE;
    return marks.filter(isSeen).sort((a, b) => a.y - b.y || a.x - b.x);
  }

  function kindOf(mark) {
    const exact = mark.parks.filter((park) => park.exact).length;
    return exact === mark.parks.length ? "exact" : exact ? "mixed" : "about";
  }

  // What the page was sent with names every mark; a mark that stands for the same parks keeps its words and its address.
  const apart = new WeakMap();
  const known = new Map(first.map((mark) => [mark.dataset.parks, mark]));

  function draw(mark) {
    const slugs = mark.parks.map((park) => park.slug).join(" ");
    const alone = mark.parks.length === 1;
    const old = [...known.values()].find((one) => one.dataset.parks.split(" ").includes(mark.parks[0].slug));
    const link = element("a", { class: `mark is-${kindOf(mark)}`, "data-parks": slugs }, layer);
    const words = alone ? mark.parks[0].name : `${mark.parks.length}: ${mark.parks.slice(0, 3).map((park) => park.name).join(", ")}`;
    const same = known.get(slugs);
    link.setAttribute("aria-label", same ? same.getAttribute("aria-label") : words);
    link.setAttribute("href", alone ? `${map.dataset.parks}${mark.parks[0].slug}/` : old ? old.getAttribute("href") : "#table-name");
    if (mark.apart) apart.set(link, mark.parks);
    element("title", {}, link).textContent = link.getAttribute("aria-label");
    const place = { cx: percent(mark.x), cy: percent(mark.y) };
    element("circle", { class: "touch", ...place, r: 13 }, link);
    element("circle", { class: "sign", ...place, r: alone ? 7 : 11 }, link);
    if (!alone) element("text", { x: place.cx, y: place.cy, dy: "0.35em" }, link).textContent = mark.parks.length;
  }

  function show() {
    const most = SIZE - SIZE / zoom;
    left = Math.min(Math.max(left, 0), most);
    top = Math.min(Math.max(top, 0), most);
    outlines.setAttribute("viewBox", `${left} ${top} ${SIZE / zoom} ${SIZE / zoom}`);
    for (const name of names) {
      name.text.setAttribute("x", percent(inView(name.x, left)));
      name.text.setAttribute("y", percent(inView(name.y, top)));
      name.text.classList.toggle("cramped", name.room * zoom * map.clientWidth / USUAL <= name.length);
    }
    const kilometre = bar.dataset.kilometre * zoom;
    const kilometres = BARS.find((one) => one * kilometre <= SIZE / 4) || 1;
    bar.firstElementChild.setAttribute("x2", percent(30 + kilometres * kilometre));
    bar.lastElementChild.textContent = `${kilometres} km`;
    const held = layer.contains(document.activeElement) && document.activeElement.closest("[data-parks]");
    const focused = held && held !== map ? held.dataset.parks.split(" ")[0] : null;
    layer.replaceChildren();
    gathered().forEach(draw);
    if (focused) (markOf(focused) || map).focus({ preventScroll: true });
    for (const [move, isIdle] of [["in", zoom >= CLOSEST], ["out", zoom <= 1], ["whole", zoom <= 1]])
      buttons.querySelector(`[data-move=${move}]`).setAttribute("aria-disabled", isIdle);
  }

  const markOf = (slug) => [...layer.children].find((mark) => mark.dataset.parks.split(" ").includes(slug));

  // (x, y) is the place on the screen, in parts of the map, that stays where it is.
  function zoomTo(closer, x = 0.5, y = 0.5) {
    const next = Math.min(Math.max(closer, 1), CLOSEST);
    left += x * SIZE / zoom - x * SIZE / next;
    top += y * SIZE / zoom - y * SIZE / next;
    zoom = next;
    show();
  }

  function fit(chosen) {
    const [xs, ys] = [chosen.map((park) => park.x), chosen.map((park) => park.y)];
    const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    zoom = Math.min(Math.max(SIZE / 2 / Math.max(east - west, south - north), zoom * STEP), CLOSEST);
    left = (west + east - SIZE / zoom) / 2;
    top = (north + south - SIZE / zoom) / 2;
    show();
  }

  const far = () => SIZE / zoom / 4;
  const MOVES = {
    in: () => zoomTo(zoom * STEP),
    out: () => zoomTo(zoom / STEP),
    whole: () => zoomTo(1),
    west: () => { left -= far(); show(); },
    east: () => { left += far(); show(); },
    north: () => { top -= far(); show(); },
    south: () => { top += far(); show(); },
  };
  const KEYS = { "+": "in", "=": "in", "-": "out", 0: "whole", ArrowLeft: "west", ArrowRight: "east", ArrowUp: "north", ArrowDown: "south" };

  function move(name) {
    MOVES[name]();
    status.textContent = `× ${zoom.toFixed(1)}`;
  }

  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) move(button.dataset.move);
  });

  map.setAttribute("tabindex", "0");
  map.addEventListener("keydown", (event) => {
    const name = KEYS[event.key];
    if (!name || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow") && zoom === 1) return;
    event.preventDefault();
    move(name);
  });

  const spot = (event) => {
    const box = map.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };

  map.addEventListener("wheel", (event) => {
    // Like other maps: the page goes on scrolling unless the reader asks for the map.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomTo(zoom * (event.deltaY < 0 ? STEP : 1 / STEP), ...spot(event));
  }, { passive: false });

  map.addEventListener("dblclick", (event) => {
    event.preventDefault();
    zoomTo(zoom * STEP, ...spot(event));
  });

  let drag = null;
  map.addEventListener("pointerdown", (event) => {
    if (event.button || zoom === 1) return;
    drag = { x: event.clientX, y: event.clientY, left, top, moved: false };
  });
  window.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const scale = SIZE / zoom / map.clientWidth;
    const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
    drag.moved ||= Math.hypot(x, y) > 4;
    if (!drag.moved) return;
    [left, top] = [drag.left - x * scale, drag.top - y * scale];
    show();
  });
  for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, () => setTimeout(() => { drag = null; }));

  // Not on the SVG group: with listeners for the focus on it, some browsers stop at it by Tab.
  frame.addEventListener("click", (event) => {
    const mark = event.target.closest("a.mark");
    if (!mark) return;
    if (drag && drag.moved) {
      event.preventDefault();
      return;
    }
    // Parks that lie apart are parted by looking closer; those at one point never are, and are listed below.
    if (apart.has(mark) && zoom < CLOSEST) {
      event.preventDefault();
      fit(apart.get(mark));
    }
  });

  // What a link within the page leads to is opened.
  function open() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.matches(".map-key > details")) {
      target.open = true;
      target.firstElementChild.focus();
    }
  }
  window.addEventListener("hashchange", open);
  open();

  // The same park in the table and on the map.
  const rows = new Map([...document.querySelectorAll("tr[data-park]")].map((row) => [row.dataset.park, row]));
  function mark(slugs, isCurrent) {
    for (const slug of slugs) {
      for (const one of [rows.get(slug), markOf(slug)]) if (one) one.classList.toggle("is-current", isCurrent);
    }
  }
  function pair(parent, selector, slugsOf) {
    for (const [name, isCurrent] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]])
      parent.addEventListener(name, (event) => {
        const one = event.target.closest(selector);
        if (one) mark(slugsOf(one), isCurrent);
      });
  }
  pair(frame, "a.mark", (one) => one.dataset.parks.split(" "));
  for (const row of rows.values()) pair(row, "tr", (one) => [one.dataset.park]);

  let width = 0;
  new ResizeObserver(() => {
    if (map.clientWidth === width) return;
    width = map.clientWidth;
    show();
  }).observe(map);
})();
