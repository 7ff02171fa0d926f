// A card's chart or sentence as a picture, SVG or PNG, with the page's own font in it.

// The font, as text that an image can hold.
let face = null;
const fontFace = async () => {
  if (face !== null) return face;
  const rule = Array.from(document.styleSheets)
    .flatMap((sheet) => { try { return Array.from(sheet.cssRules); } catch { return []; } })
    .find((one) => one instanceof CSSFontFaceRule && one.cssText.includes("Noto Sans Bengali"));
  if (!rule) return (face = "");
  const address = rule.style.getPropertyValue("src").match(/url\("?([^")]+)"?\)/)[1];
  const response = await fetch(new URL(address, document.baseURI));
  // Inside another site's page the address may lead to that site.
  if (!response.ok) return (face = "");
  const bytes = new Uint8Array(await response.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  face = '@font-face{font-family:"Noto Sans Bengali";font-weight:400 700;'
    + `src:url(data:font/woff2;base64,${btoa(binary)})format("woff2")}`;
  return face;
};
// A color of sentimotion/label_colors.py.
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);
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
    for (const text of copy.querySelectorAll("text")) text.style.fill = color("ink");
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
        const isAway = word.classList.contains("away");
        const rgb = `rgb(${color(isAway ? "away" : "toward")})`;
        if (!word.classList.contains("none")) {
          parts.push(`<rect x="${x}" y="${y}" width="${rect.width}" height="${rect.height}" rx="3" `
            + `fill="${rgb}" fill-opacity="${share}"/><line x1="${x}" x2="${x + rect.width}" `
            + `y1="${y + rect.height + 2}" y2="${y + rect.height + 2}" stroke="${rgb}" `
            + `stroke-width="2" ${isAway ? 'stroke-dasharray="2 3"' : ""}/>`);
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
          + `font-size="${size}" fill="${color("ink")}">${escaped(piece[0])}</text>`);
      }
    }
  }
  return svgOf(Math.ceil(box.width) + 24, Math.ceil(box.height) + 24, parts.join(""));
};

const png = (svg) => new Promise((resolve, reject) => {
  const image = new Image();
  image.addEventListener("load", () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
    const context = canvas.getContext("2d");
    context.scale(2, 2);
    context.drawImage(image, 0, 0);
    canvas.toBlob((blob) => blob ? resolve(blob) : reject(new Error("no picture")), "image/png");
  });
  image.addEventListener("error", () => reject(new Error("the picture cannot be drawn")));
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
});

const savePicture = async (button) => {
  const card = button.closest(".card");
  const [what, format] = button.dataset.save.split("-");
  const svg = await (what === "chart" ? chartSvg(card) : sentenceSvg(card));
  const blob = format === "png" ? await png(svg) : new Blob([svg], {type: "image/svg+xml"});
  sentimotion.download(`sentimotion-${card.id.replace("head-", "")}-${what}.${format}`, blob);
};

document.addEventListener("click", (event) => {
  const button = sentimotion.near(event, "[data-save]");
  if (button) savePicture(button);
});
