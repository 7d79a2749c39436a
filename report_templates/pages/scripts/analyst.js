"use strict";
// Filters and the panel of rows. All text enters the page by textContent, never as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const byCode = new Map(data.figures.map((one) => [one.code, one]));
const make = (tag, text = "", ...inside) => {
  const made = document.createElement(tag);
  made.textContent = text;
  made.append(...inside);
  return made;
};

// Filters
const [words, family, light, parts, found] = ["words", "family", "light", "parts", "found"].map((id) => document.getElementById(id));
const lines = [...document.querySelectorAll("#figures tbody tr")];
function filter() {
  const wanted = words.value.trim().toLowerCase();
  let shown = 0;
  for (const line of lines) {
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
form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
filter();

// The panel
const panel = document.getElementById("panel"), title = document.getElementById("panel-title"), body = document.getElementById("panel-body");
const STEP = 100, SIDES = { gap: "差额（分母中未计入分子的）", numerator: "分子", denominator: "分母" };
const cell = (text) => {
  const made = make("td", text);
  if (text.length < 12) made.className = "short";
  return made;
};
function rowsOf(side, name, places) {
  const table = data.tables[name], rows = make("tbody"), more = make("button");
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
function open(code) {
  const one = byCode.get(code);
  title.textContent = `${one.code}　${one.label}　${one.value}`;
  body.replaceChildren(make("p", `口径：${one.formula}。统计期：${one.window}。`));
  if (one.first) body.append(make("p", `更正：原报${one.first}，现${one.value}`));
  if (one.ratio !== "—") body.append(make("p", `分子/分母：${one.ratio}`));
  for (const [side, tables] of Object.entries(one.behind)) {
    body.append(make("h3", SIDES[side] || side));
    for (const [name, places] of tables) if (data.tables[name]) body.append(...rowsOf(SIDES[side] || side, name, places));
  }
  if (!Object.keys(one.behind).length) body.append(make("p", "这个数字没有单独的数据行。"));
  panel.showModal();
  title.focus();
}
document.getElementById("close").addEventListener("click", () => panel.close());
for (const link of document.querySelectorAll("a.open")) link.addEventListener("click", (event) => { event.preventDefault(); open(link.dataset.code); });
