// What the browser does by itself: pictures, the link that holds a text, and showing a result on a screen.
// Buttons carry their words in data attributes, since the page's language is the server's matter.

(() => {
  const near = (event, selector) => event.target.closest && event.target.closest(selector);

  const download = (name, blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  window.sentimotionDownload = (file) => {
    if (file) download(file.name, new Blob([file.content], {type: file.type + ";charset=utf-8"}));
  };

  // The page's own font, as text that an image can hold.
  let face = null;
  const fontFace = async () => {
    if (face !== null) return face;
    const rule = Array.from(document.styleSheets)
      .flatMap((sheet) => { try { return Array.from(sheet.cssRules); } catch { return []; } })
      .find((one) => one instanceof CSSFontFaceRule && one.cssText.includes("Noto Sans Bengali"));
    if (!rule) return (face = "");
    const address = rule.style.getPropertyValue("src").match(/url\("?([^")]+)"?\)/)[1];
    const bytes = new Uint8Array(await (await fetch(new URL(address, document.baseURI))).arrayBuffer());
    let binary = "";
    for (const byte of bytes) binary += String.fromCharCode(byte);
    face = '@font-face{font-family:"Noto Sans Bengali";font-weight:100 900;'
      + `src:url(data:font/woff2;base64,${btoa(binary)})format("woff2")}`;
    return face;
  };
  const escaped = (text) => text.replace(/[<>&"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  const svgOf = async (width, height, body) =>
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" `
    + `height="${height}" viewBox="0 0 ${width} ${height}"><style>${await fontFace()}`
    + 'text{font-family:"Noto Sans Bengali",system-ui,sans-serif}</style>'
    + `<rect width="100%" height="100%" fill="#fff"/>${body}</svg>`;

  const chartSvg = async (card) => {
    const layers = Array.from(card.querySelectorAll(".js-plotly-plot .main-svg"));
    const {width, height} = layers[0].getBoundingClientRect();
    const inside = layers.map((layer) => {
      const copy = layer.cloneNode(true);
      for (const text of copy.querySelectorAll("text")) text.style.fill = "#18181b";
      return new XMLSerializer().serializeToString(copy);
    });
    return svgOf(Math.round(width), Math.round(height), inside.join(""));
  };

  // Word by word where the browser has put them, whole: a word's shape is never cut.
  const sentenceSvg = async (card) => {
    const sentence = card.querySelector(".sentence");
    const box = sentence.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(sentence).fontSize);
    const parts = [];
    const draw = (range, word) => {
      for (const rect of range.getClientRects()) {
        if (!rect.width) continue;
        const [x, y] = [rect.left - box.left + 12, rect.top - box.top + 12];
        if (word) {
          const share = parseFloat(word.style.getPropertyValue("--strength")) * 0.42;
          const away = word.classList.contains("away");
          const color = away ? "213,94,0" : "0,114,178";
          if (!word.classList.contains("none")) {
            parts.push(`<rect x="${x}" y="${y}" width="${rect.width}" height="${rect.height}" rx="3" `
              + `fill="rgb(${color})" fill-opacity="${share}"/><line x1="${x}" x2="${x + rect.width}" `
              + `y1="${y + rect.height + 2}" y2="${y + rect.height + 2}" stroke="rgb(${color})" `
              + `stroke-width="2" ${away ? 'stroke-dasharray="2 3"' : ""}/>`);
          }
        }
        break;
      }
    };
    const lines = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
    while (lines.nextNode()) {
      const node = lines.currentNode;
      const word = node.parentElement.closest(".word");
      // A run of text may wrap between words: each piece without white space has one place.
      for (const piece of node.data.matchAll(/\S+/g)) {
        const range = document.createRange();
        range.setStart(node, piece.index);
        range.setEnd(node, piece.index + piece[0].length);
        draw(range, word);
        const rect = range.getClientRects()[0];
        if (rect) {
          parts.push(`<text x="${rect.left - box.left + 12}" y="${rect.top - box.top + 12 + rect.height * 0.74}" `
            + `font-size="${size}" fill="#18181b">${escaped(piece[0])}</text>`);
        }
      }
    }
    return svgOf(Math.ceil(box.width) + 24, Math.ceil(box.height) + 24, parts.join(""));
  };

  const png = (svg) => new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
      const context = canvas.getContext("2d");
      context.scale(2, 2);
      context.drawImage(image, 0, 0);
      canvas.toBlob((blob) => blob ? resolve(blob) : reject(new Error("no picture")), "image/png");
    };
    image.onerror = () => reject(new Error("the picture cannot be drawn"));
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  });

  const savePicture = async (button) => {
    const card = button.closest(".card");
    const [what, format] = button.dataset.save.split("-");
    const svg = await (what === "chart" ? chartSvg(card) : sentenceSvg(card));
    const blob = format === "png" ? await png(svg) : new Blob([svg], {type: "image/svg+xml"});
    download(`sentimotion-${card.id.replace("head-", "")}-${what}.${format}`, blob);
  };

  // The link: text and thresholds in the fragment, which no server gets to see.
  const settings = () => {
    const values = {t: document.querySelector("#text textarea").value, l: document.documentElement.lang};
    for (const [key, head] of [["s", "sentiment"], ["e", "emotion"]]) {
      values[key] = document.querySelector(`#threshold-${head} input[type=range]`).value;
    }
    return new URLSearchParams(values).toString();
  };
  const copyLink = async (button) => {
    history.replaceState(null, "", "#" + settings());
    const note = document.querySelector("#take [role=status]");
    try {
      await navigator.clipboard.writeText(location.href);
      note.textContent = button.dataset.copied;
    } catch {
      note.textContent = button.dataset.shown;
    }
  };
  const share = (text) => {
    const number = parseFloat(text);
    return number >= 0 && number <= 1 ? number : null;
  };
  window.sentimotionLink = (text, sentiment, emotion) => {
    const values = new URLSearchParams(location.hash.slice(1));
    if (!values.get("t")) return [text, sentiment, emotion];
    return [values.get("t"), share(values.get("s")) ?? sentiment, share(values.get("e")) ?? emotion];
  };
  window.sentimotionLanguage = () => new URLSearchParams(location.hash.slice(1)).get("l") || kept() || "";
  const kept = () => { try { return localStorage.getItem("sentimotion-language"); } catch { return null; } };
  window.sentimotionKeepLanguage = (language) => {
    document.documentElement.lang = language;
    try { localStorage.setItem("sentimotion-language", language); } catch { /* a browser may forbid it */ }
  };

  // A result on a screen: one thing at a time, large, arrow keys.
  const slides = () => {
    const found = [];
    const add = (...elements) => {
      const shown = elements.filter(Boolean).map((element) => {
        const copy = element.cloneNode(true);
        for (const inner of [copy, ...copy.querySelectorAll("*")]) {
          inner.removeAttribute("id");
          for (const name of ["tabindex", "role", "aria-pressed", "data-word"]) inner.removeAttribute(name);
        }
        for (const details of copy.querySelectorAll("details")) details.open = true;
        return copy;
      });
      if (shown.length) found.push(shown);
    };
    for (const card of document.querySelectorAll("#heads .card")) {
      const decision = card.querySelector(".decision");
      const name = decision && decision.querySelector("h2");
      const chart = document.createElement("div");
      chart.className = "picture";
      chart.setAttribute("aria-hidden", "true");  // the decision beside it holds the same in words
      const layers = Array.from(card.querySelectorAll(".js-plotly-plot .main-svg"));
      for (const layer of layers) {
        const copy = layer.cloneNode(true);
        const {width, height} = layer.getBoundingClientRect();
        copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
        copy.removeAttribute("width");
        copy.removeAttribute("height");
        copy.setAttribute("style", "");
        chart.append(copy);
      }
      const [explanation] = card.querySelectorAll(".explanation[data-label]");
      add(decision, layers.length ? chart : null);
      if (!explanation) continue;
      add(name, explanation.querySelector(".sentence"), explanation.querySelector(".legend"));
      add(name, explanation.querySelector(".sentence"), explanation.querySelector("table.waterfall"));
    }
    const between = document.querySelector("#between [data-pulls-apart]");
    if (between) add(document.querySelector("#heads .sentence"), between);
    return found;
  };
  const present = (button) => {
    const all = slides();
    const words = button.dataset;
    const stage = document.createElement("dialog");
    stage.id = "stage";
    stage.lang = document.documentElement.lang;
    stage.innerHTML = '<div class="slide" tabindex="-1" aria-live="polite"></div><nav></nav>';
    const slide = stage.querySelector(".slide");
    const count = document.createElement("span");
    const digits = (number) => new Intl.NumberFormat(stage.lang === "bn" ? "bn" : "en").format(number);
    let at = 0;
    const show = (place) => {
      at = Math.max(0, Math.min(all.length - 1, place));
      slide.replaceChildren(...all[at]);
      count.textContent = `${digits(at + 1)} / ${digits(all.length)}`;
    };
    const control = (label, act) => {
      const element = document.createElement("button");
      element.type = "button";
      element.textContent = label;
      element.addEventListener("click", act);
      return element;
    };
    stage.querySelector("nav").append(
      control(words.previous, () => show(at - 1)), count, control(words.next, () => show(at + 1)),
      control(words.close, () => stage.close()),
    );
    stage.addEventListener("keydown", (event) => {
      const steps = {ArrowRight: at + 1, ArrowDown: at + 1, PageDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1,
        PageUp: at - 1, Home: 0, End: all.length - 1};
      if (!(event.key in steps)) return;
      event.preventDefault();
      show(steps[event.key]);
    });
    stage.addEventListener("close", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      stage.remove();
      button.focus();
    });
    document.body.append(stage);
    show(0);
    stage.showModal();
    slide.focus();
    if (stage.requestFullscreen) stage.requestFullscreen().catch(() => {});
  };

  document.addEventListener("click", (event) => {
    const picture = near(event, "[data-save]");
    if (picture) savePicture(picture);
    const link = near(event, "[data-copy-link]");
    if (link) copyLink(link);
    const stage = near(event, "[data-present]");
    if (stage) present(stage);
  });
})();

// Light or dark: the system's choice until the visitor's own, which this browser keeps. Gradio sets the system's
// when it has come up, so the visitor's is put back then.
(() => {
  const KEY = "sentimotion-theme";
  const kept = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const apply = () => {
    const theme = kept();
    if (theme) document.body.classList.toggle("dark", theme === "dark");
  };
  const follow = () => {
    apply();
    new MutationObserver(apply).observe(document.body, {attributeFilter: ["class"]});
  };
  if (document.body) follow();
  else addEventListener("DOMContentLoaded", follow);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const theme = document.body.classList.contains("dark") ? "light" : "dark";
    try { localStorage.setItem(KEY, theme); } catch { /* then only for this visit */ }
    document.body.classList.toggle("dark", theme === "dark");
  });
})();
