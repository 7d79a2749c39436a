"use strict";
// The course of a figure up to this period: a line, and the numbers it is drawn of. A period without a number is a gap.
const drawn = (name, attributes, text = "") => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
};
function course(label, periods, words) {
  const WIDTH = 640, TOP = 24, BOTTOM = 126, SIDE = 10, last = periods.length - 1;
  const values = words.map((text) => parseFloat(text.replace("−", "-")));
  const known = values.filter(Number.isFinite), low = Math.min(...known), high = Math.max(...known);
  const x = (at) => SIDE + (at * (WIDTH - 2 * SIDE)) / last;
  const y = (value) => (high === low ? (TOP + BOTTOM) / 2 : BOTTOM - ((value - low) * (BOTTOM - TOP)) / (high - low));
  const places = values.flatMap((value, at) => (Number.isFinite(value) ? [at] : []));
  const steps = places.map((at) => `${Number.isFinite(values[at - 1]) ? "L" : "M"}${x(at).toFixed(1)} ${y(values[at]).toFixed(1)}`);
  const said = `${label}走势：${places.map((at) => `${periods[at]}${words[at]}`).join("，")}`;
  const picture = drawn("svg", { viewBox: `0 0 ${WIDTH} 150`, role: "img", "aria-label": said, class: "course" });
  picture.append(drawn("path", { d: steps.join(""), class: "line" }));
  for (const at of places) {
    const dot = drawn("circle", { cx: x(at), cy: y(values[at]), r: at === last ? 4 : 2.5 });
    dot.append(drawn("title", {}, `${periods[at]}　${words[at]}`));
    picture.append(dot);
  }
  const mark = (at, dy) => drawn("text", { x: x(at), y: y(values[at]) + dy, "text-anchor": at < last / 3 ? "start" : at > (2 * last) / 3 ? "end" : "middle" }, words[at]);
  picture.append(mark(values.indexOf(high), -9));
  if (low < high) picture.append(mark(values.indexOf(low), 17));
  picture.append(drawn("text", { x: SIDE, y: 148 }, periods[0]), drawn("text", { x: WIDTH - SIDE, y: 148, "text-anchor": "end" }, periods[last]));
  return picture;
}
