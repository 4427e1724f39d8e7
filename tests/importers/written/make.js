// Writes the program of make.py with SheetJS, in every format that it writes.
const XLSX = require("xlsx");
const path = require("path");

const day = (number) => ({ t: "n", v: number, z: "yyyy-mm-dd" });
const clock = (hours, minutes) => ({ t: "n", v: (hours + minutes / 60) / 24, z: "hh:mm" });
const length = (minutes) => ({ t: "n", v: minutes / 60 / 24, z: "[h]:mm" });
const text = (words) => ({ t: "s", v: words });
const watch = { t: "s", v: "watch", l: { Target: "https://talks.example.org/tides" } };

const sheet = XLSX.utils.aoa_to_sheet([
  ["Day", "Start", "Duration", "Room", "Title", "Speakers", "Number", "Video"].map(text),
  [day(46541), clock(9, 30), length(30), text("Hall 2"), text("Tides & waves"), text("Ada Quillon"), 7, watch],
  [day(46541), clock(10, 0), length(45), null, text("Fog"), text("Bo Lind; Cyd Marsh"), 12.5, null],
  [day(46542), clock(13, 15), length(90), text("Küche"), text("Ebb"), text("Dru Sand"), 1, null],
]);
sheet["!merges"] = [{ s: { r: 1, c: 3 }, e: { r: 2, c: 3 } }];
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, sheet, "Program");
for (const ending of ["xlsx", "xlsb", "xls", "ods"]) {
  XLSX.writeFile(book, path.join(__dirname, `sheetjs.${ending}`), { bookType: ending === "xls" ? "biff8" : ending });
}
XLSX.writeFile(book, path.join(__dirname, "sheetjs-packed.xlsx"), { compression: true });
