// What the browser does by itself: pictures, and the link that holds a text; stage.js shows results on a screen.
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
      // Plotly names its clip paths by the page's address, which means nothing in a file.
      return new XMLSerializer().serializeToString(copy).replace(/url\((&quot;|'?)[^)#]*#/g, "url($1#");
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
  const settings = (text) => {
    const values = {t: text, l: document.documentElement.lang};
    for (const [key, head] of [["s", "sentiment"], ["e", "emotion"]]) {
      values[key] = document.querySelector(`#threshold-${head} input[type=range]`).value;
    }
    return new URLSearchParams(values).toString();
  };
  const copyLink = async (button) => {
    history.replaceState(null, "", "#" + settings(button.dataset.text));
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
  window.sentimotionIsLinked = () => Boolean(new URLSearchParams(location.hash.slice(1)).get("t"));
  window.sentimotionLink = (text, sentiment, emotion) => {
    const values = new URLSearchParams(location.hash.slice(1));
    if (!window.sentimotionIsLinked()) return [text, sentiment, emotion];
    return [values.get("t"), share(values.get("s")) ?? sentiment, share(values.get("e")) ?? emotion];
  };
  let pressed = "";
  // What the server answers to the page's first question may come after the visitor's own choice.
  window.sentimotionPressed = () => pressed;
  window.sentimotionLanguage = () => new URLSearchParams(location.hash.slice(1)).get("l") || kept() || "";
  const kept = () => { try { return localStorage.getItem("sentimotion-language"); } catch { return null; } };
  // At the visitor's press, not when the page has been translated: by then it may have been left.
  document.addEventListener("change", (event) => {
    if (!near(event, "#language")) return;
    const language = pressed = event.target.value;
    document.documentElement.lang = language;
    const values = new URLSearchParams(location.hash.slice(1));
    if (values.get("l")) {
      values.set("l", language);
      history.replaceState(null, "", "#" + values);
    }
    try { localStorage.setItem("sentimotion-language", language); } catch { /* a browser may forbid it */ }
  });

  // Another link put into the address line of a page that is open.
  addEventListener("hashchange", () => { if (window.sentimotionIsLinked()) location.reload(); });

  document.addEventListener("click", (event) => {
    const picture = near(event, "[data-save]");
    if (picture) savePicture(picture);
    const link = near(event, "[data-copy-link]");
    if (link) copyLink(link);
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
