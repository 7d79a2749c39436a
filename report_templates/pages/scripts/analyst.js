"use strict";
// Filters and the panel of rows. All text enters the page by textContent, never as markup.
// Parts and rows are unpacked when somebody first asks for them: most readers never do. A browser too old to unpack shows
// what the page shows without this script: each figure opens below the table.
const UNPACKS = "DecompressionStream" in window;
let unpacking;
async function unpack() {
  const letters = atob(document.getElementById("data").textContent);
  const packed = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const data = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  return { ...data, byCode: new Map(data.figures.map((one) => [one.code, one])) };
}
const unpacked = () => (unpacking ??= unpack());
const make = (tag, text = "", ...inside) => {
  const made = document.createElement(tag);
  made.textContent = text;
  made.append(...inside);
  return made;
};

// Filters
const [words, family, light, parts, found] = ["words", "family", "light", "parts", "found"].map((id) => document.getElementById(id));
const rows = document.querySelector("#figures tbody"), lamps = [...document.getElementById("lamps").content.children];
const lamp = (light) => lamps.find((one) => one.textContent === light).cloneNode(true);
const numberCell = (text) => {
  const made = make("td", text);
  made.className = text === "—" ? "number absent" : "number";
  return made;
};
function partLine(one) {
  const link = make("a", one.code), code = make("td", "", link), label = make("th", one.label), light = make("td", "", lamp(one.light));
  Object.assign(link, { className: "open", href: "#panel" }).dataset.code = one.code;
  Object.assign(label, { scope: "row" });
  [code.className, light.className] = ["code", "light"];
  const value = numberCell(one.value);
  if (one.first) value.append(Object.assign(make("small", `原报${one.first}`), { className: "first" }));
  const line = make("tr", "", code, label, value, numberCell(one.ratio), numberCell(one.change), light, numberCell(one.coverage));
  Object.assign(line.dataset, { family: one.family, light: one.light });
  return line;
}
let listed;
async function listParts() {
  const { figures } = await unpacked();
  rows.append(...figures.filter((one) => !one.main).map(partLine));
}
async function filter() {
  const wanted = words.value.trim().toLowerCase();
  if (parts.checked || wanted) await (listed ??= listParts());
  let shown = 0;
  for (const line of rows.rows) {
    const text = line.cells[0].textContent + line.cells[1].textContent;
    line.hidden = !((parts.checked || wanted || line.dataset.main)
      && (!family.value || line.dataset.family === family.value)
      && (!light.value || line.dataset.light === light.value)
      && text.toLowerCase().includes(wanted));
    shown += !line.hidden;
  }
  found.textContent = `${shown}项`;
}
for (const one of [words, family, light, parts]) one.addEventListener("input", filter);
const form = document.querySelector(".filters");
form.hidden = !UNPACKS;
form.addEventListener("submit", (event) => event.preventDefault());
if (UNPACKS) filter();

// The panel
const panel = document.getElementById("panel"), title = document.getElementById("panel-title"), body = document.getElementById("panel-body");
const STEP = 100, SIDES = { gap: "差额（分母中未计入分子的）", numerator: "分子", denominator: "分母" };
const cell = (text) => {
  const made = make("td", text);
  if (text.length < 12) made.className = "short";
  return made;
};
function rowsOf(side, table, places) {
  const rows = make("tbody"), more = make("button");
  more.type = "button";
  let done = 0;
  const add = () => {
    for (const place of places.slice(done, done + STEP)) rows.append(make("tr", "", ...table.rows[place].map(cell)));
    done = Math.min(done + STEP, places.length);
    more.hidden = done === places.length;
    more.textContent = `再列${Math.min(STEP, places.length - done)}行（共${places.length}行）`;
  };
  more.addEventListener("click", add);
  const heads = table.heads.map((text) => { const head = make("th", text); head.scope = "col"; return head; });
  const shown = make("table", "", make("caption", `${table.title}，${places.length}行`), make("thead", "", make("tr", "", ...heads)), rows);
  const scrolled = make("div", "", shown);
  scrolled.className = "scrolled";
  scrolled.tabIndex = 0;
  scrolled.setAttribute("role", "region");
  scrolled.setAttribute("aria-label", `${side}：${table.title}`);
  add();
  return [scrolled, more];
}
function earlier(periods, one) {
  const lines = [...one.past, one.value].map((words, at) => make("tr", "", make("th", periods[at]), numberCell(words))).reverse();
  for (const line of lines) line.cells[0].scope = "row";
  return make("details", "", make("summary", `各期数值（${periods.length}期）`), make("table", "", make("tbody", "", ...lines)));
}
async function open(code) {
  const { byCode, periods, tables } = await unpacked(), one = byCode.get(code);
  title.textContent = `${one.code}　${one.label}　${one.value}`;
  body.replaceChildren(make("p", `口径：${one.formula}。统计期：${one.window}。`));
  if (one.first) body.append(make("p", `更正：原报${one.first}，现${one.value}`));
  if (one.ratio !== "—") body.append(make("p", `分子/分母：${one.ratio}`));
  if (one.past.length) body.append(make("h3", "走势"), course(one.label, periods, [...one.past, one.value]), earlier(periods, one));
  for (const [side, behind] of Object.entries(one.behind)) {
    body.append(make("h3", SIDES[side] || side));
    for (const [name, places] of behind) if (tables[name]) body.append(...rowsOf(SIDES[side] || side, tables[name], places));
  }
  if (!Object.keys(one.behind).length) body.append(make("p", "这个数字没有单独的数据行。"));
  panel.showModal();
  title.focus();
}
document.getElementById("close").addEventListener("click", () => panel.close());
rows.addEventListener("click", (event) => {
  const link = event.target.closest("a.open");
  if (!link) return;
  if (!UNPACKS) {
    document.getElementById(link.hash.slice(1)).open = true;
    return;
  }
  event.preventDefault();
  open(link.dataset.code);
});
