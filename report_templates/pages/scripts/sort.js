"use strict";
// Sorting by a column's head: numbers by value, words by their sound; a row that sums the others stays the last.
{
  const order = new Intl.Collator("zh", { numeric: true });
  const key = (cell) => {
    const text = cell.textContent.trim().replace("−", "-").replaceAll(",", "");
    const number = parseFloat(text);
    return cell.classList.contains("number") ? (Number.isNaN(number) ? -Infinity : number) : text;
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows].at(-1).cells, body = table.tBodies[0];
    [...heads].forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const sum = table.classList.contains("summed") ? [[...body.rows].at(-1)] : [];
        const sorted = [...body.rows].filter((row) => !sum.includes(row)).sort((one, two) => {
          const [a, b] = [key(one.cells[at]), key(two.cells[at])];
          return (up ? 1 : -1) * (typeof a === "number" ? (a > b) - (a < b) : order.compare(a, b));
        });
        body.append(...sorted, ...sum);
      });
    });
  }
}
