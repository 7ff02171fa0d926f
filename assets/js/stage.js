// A result on a screen: one thing at a time, large, arrow keys.
// A button [data-present] names its slides, which slides.js lists.

// Layers of a chart as Plotly has drawn them, scaled as one. What is beside it says the same in words.
const pictureOf = (chart) => {
  const picture = document.createElement("div");
  picture.className = "picture";
  picture.setAttribute("aria-hidden", "true");
  for (const layer of chart.querySelectorAll(".main-svg")) {
    const copy = layer.cloneNode(true);
    const {width, height} = layer.getBoundingClientRect();
    picture.style.aspectRatio = `${width} / ${height}`;
    copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
    copy.removeAttribute("width");
    copy.removeAttribute("height");
    copy.setAttribute("style", "");
    picture.append(copy);
  }
  return picture;
};
// Each cell with the name of its column, for screens that have no room for columns.
const nameCells = (table) => {
  if (!table.matches("table") || !table.tHead) return;
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  table.classList.add("named");
  for (const cell of table.querySelectorAll("tbody td")) cell.dataset.name = names[cell.cellIndex];
};
// What it looks like, and nothing that can be pressed or that events of the page listen to.
const copyOf = (element) => {
  if (element.querySelector(".js-plotly-plot")) return pictureOf(element);
  const copy = element.cloneNode(true);
  for (const control of copy.querySelectorAll("button, input, summary")) control.remove();
  for (const inner of [copy, ...copy.querySelectorAll("*")]) {
    for (const name of ["id", "tabindex", "role", "aria-pressed", "data-word"]) inner.removeAttribute(name);
  }
  for (const details of copy.querySelectorAll("details")) details.open = true;
  for (const table of [copy, ...copy.querySelectorAll("table")]) nameCells(table);
  return copy;
};
// Copies of a slide's parts, or null where the page does not have all of them yet.
const gather = (parts) => {
  const found = parts.map((part) => {
    if (Array.isArray(part)) return beside(part);
    const element = document.querySelector(part);
    return element && copyOf(element);
  });
  return found.includes(null) ? null : found;
};
const beside = (columns) => {
  const row = document.createElement("div");
  row.className = "beside";
  for (const parts of columns) {
    const found = gather(parts);
    if (!found) return null;
    const column = document.createElement("div");
    column.append(...found);
    row.append(column);
  }
  return row;
};
// A slide, or where a slider leads through several pictures, one for each of its places.
const slidesOf = ({parts, look, along}) => {
  const slide = () => ({look, parts: gather(parts)});
  if (!along) return [slide()];
  const slider = document.querySelector(along);
  if (!slider) return [];
  const move = (place) => {
    slider.value = place;
    slider.dispatchEvent(new Event("input", {bubbles: true}));
  };
  const [begun, found] = [slider.value, []];
  for (let place = Number(slider.min); place <= Number(slider.max); place += 1) {
    move(place);
    found.push(slide());
  }
  move(begun);
  return found;
};

// Parts of a slide that can stand apart: columns, or rows of its last table, or items of its last list.
const rowsOf = (parts) => {
  const all = parts.flatMap((part) => [part, ...part.querySelectorAll("*")]);
  const holders = all.filter((element) => element.matches("tbody, ul, ol, .beside"));
  return holders.length ? [...holders.at(-1).children] : [];
};
const copied = (parts) => parts.map((part) => part.cloneNode(true));
// A picture takes what room there is, words alone grow into it.
const GROWN = [1.8, 1.5, 1.25];
const SIZES = [1, 0.85, 0.72, 0.6];

// The slide with some of its rows; what follows the table belongs to its end.
const part = (slide, from, to) => {
  const parts = copied(slide.parts);
  const rows = rowsOf(parts);
  if (to < rows.length) {
    const holder = rows[0].parentElement;
    const at = parts.findIndex((one) => one.contains(holder));
    parts.splice(at + 1);
    if (holder.nextElementSibling) holder.nextElementSibling.remove();
  }
  rows.forEach((row, index) => { if (index < from || index >= to) row.remove(); });
  return parts;
};

// Slides cut and sized for a screen. room: an unseen slide of the screen's size, in which is tried what fits.
const pagesOf = (slides, room) => {
  const fits = (parts, look, size) => {
    room.className = `slide ${look}`;
    room.style.setProperty("--size", size);
    room.replaceChildren(...parts);
    const boxes = [room, ...room.querySelectorAll(":not(svg, svg *, .visually-hidden)")];
    return room.scrollHeight <= room.clientHeight + 1
      && boxes.every((box) => !box.clientWidth || box.scrollWidth <= box.clientWidth + 1);
  };
  const cut = (slide) => {
    const [total, size] = [rowsOf(slide.parts).length, SIZES[1]];
    const fitting = (from, to) => fits(part(slide, from, to), slide.look, size);
    const ends = [];
    while ((ends.at(-1) ?? 0) < total) {
      const from = ends.at(-1) ?? 0;
      let to = total;
      while (to > from + 1 && !fitting(from, to)) to -= 1;
      ends.push(to);
    }
    // As many on each page, where they fit: not one row alone on the last.
    const even = ends.map((_, page) => Math.ceil(total * (page + 1) / ends.length));
    const isEven = even.every((to, page) => fitting(even[page - 1] ?? 0, to));
    const cuts = isEven ? even : ends;
    return cuts.map((to, page) => ({look: slide.look, size, parts: part(slide, cuts[page - 1] ?? 0, to)}));
  };
  return slides.flatMap((slide) => {
    const isLong = rowsOf(slide.parts).length > 1;
    const hasPicture = slide.parts.some((one) => one.matches(".picture") || one.querySelector(".picture"));
    const size = [...(hasPicture ? [] : GROWN), ...SIZES.slice(0, isLong ? 2 : SIZES.length)]
      .find((one) => fits(copied(slide.parts), slide.look, one));
    if (!size && isLong) return cut(slide);
    return [{...slide, size: size ?? SIZES.at(-1)}];
  });
};

const control = (label, act) => {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  element.addEventListener("click", act);
  return element;
};

const present = (button) => {
  const words = button.dataset;
  const slides = sentimotion.slides[words.present].flatMap(slidesOf).filter((slide) => slide.parts);
  if (!slides.length || document.querySelector("#stage")) return;
  const stage = document.createElement("dialog");
  stage.id = "stage";
  stage.lang = document.documentElement.lang;
  stage.setAttribute("aria-label", button.textContent);
  stage.innerHTML = '<div class="slide" tabindex="-1" aria-live="polite"></div><nav></nav>'
    + '<div class="slide" id="stage-room" aria-hidden="true" inert></div>';
  const [slide, room] = stage.querySelectorAll(".slide");
  const count = document.createElement("span");
  let [pages, at] = [[], 0];
  const show = (place) => {
    at = Math.max(0, Math.min(pages.length - 1, place));
    slide.className = `slide ${pages[at].look}`;
    slide.style.setProperty("--size", pages[at].size);
    slide.replaceChildren(...pages[at].parts);
    slide.scrollTop = 0;
    count.textContent = `${sentimotion.formatNumber(at + 1)} / ${sentimotion.formatNumber(pages.length)}`;
    back.setAttribute("aria-disabled", String(at === 0));
    on.setAttribute("aria-disabled", String(at === pages.length - 1));
  };
  // What is longer than the screen is read to its end first.
  const turn = (by) => {
    const [before, page] = [slide.scrollTop, 0.85 * slide.clientHeight];
    slide.scrollTop += by * page;
    if (Math.abs(slide.scrollTop - before) < 1) show(at + by);
  };
  const [back, on, end] = [
    control(words.previous, () => turn(-1)), control(words.next, () => turn(1)),
    control(words.close, () => stage.close()),
  ];
  stage.querySelector("nav").append(back, count, on, end);
  // Dialogs of browsers let the Tab key out to their own bars: here it goes round.
  const goRound = (event) => {
    const from = document.activeElement;
    const to = event.shiftKey ? (from === back || from === slide) && end : from === end && back;
    if (!to) return;
    event.preventDefault();
    to.focus();
  };
  stage.addEventListener("keydown", (event) => {
    if (event.key === "Tab") return goRound(event);
    const acts = {ArrowRight: () => turn(1), ArrowDown: () => turn(1), PageDown: () => turn(1),
      ArrowLeft: () => turn(-1), ArrowUp: () => turn(-1), PageUp: () => turn(-1),
      Home: () => show(0), End: () => show(pages.length - 1)};
    if (!(event.key in acts) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    acts[event.key]();
  });
  const fit = () => {
    const {width, height} = slide.getBoundingClientRect();
    if (room.style.width === `${width}px` && room.style.height === `${height}px`) return;
    [room.style.width, room.style.height] = [`${width}px`, `${height}px`];
    // Where one is among the slides, so is one among the pages.
    const from = pages.length ? slides.indexOf(pages[at].of) : 0;
    pages = slides.flatMap((one) => pagesOf([one], room).map((page) => ({...page, of: one})));
    room.replaceChildren();
    show(pages.findIndex((page) => page.of === slides[from]));
  };
  // Escape that a browser takes to leave the full screen leaves the slides as well.
  let wasFull = false;
  const followScreen = () => {
    if (wasFull && !document.fullscreenElement) stage.close();
    wasFull = Boolean(document.fullscreenElement);
  };
  document.addEventListener("fullscreenchange", followScreen);
  const sizes = new ResizeObserver(fit);
  stage.addEventListener("close", () => {
    sizes.disconnect();
    document.removeEventListener("fullscreenchange", followScreen);
    if (document.fullscreenElement) document.exitFullscreen();
    stage.remove();
    // The page may have drawn the button anew.
    const alike = [...document.querySelectorAll("[data-present]")]
      .find((other) => other.dataset.present === words.present);
    (button.isConnected ? button : alike)?.focus();
  });
  document.body.append(stage);
  stage.showModal();
  fit();
  slide.focus();
  sizes.observe(slide);
  if (stage.requestFullscreen) stage.requestFullscreen().catch(() => {});
};

document.addEventListener("click", (event) => {
  const button = sentimotion.near(event, "[data-present]");
  if (button) present(button);
});
