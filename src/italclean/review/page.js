"use strict";
// Decides pairs one at a time. What comes from the list reaches the page as text alone (textContent), never as markup;
// what is kept in the browser are numbers of pairs and decisions, nothing of a customer.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const number = new Intl.NumberFormat(data.language);
  const percent = new Intl.NumberFormat(data.language, { style: "percent", maximumFractionDigits: 1 });
  const ANSWERS = ["same", "different", "later"];
  const KEY = `italclean-review-${data.run}`;
  const CELLS = data.columns.slice(3);
  const place = Object.fromEntries(CELLS.map((name, at) => [name, at]));

  const at = (id) => document.getElementById(id);
  const cell = (pair, name) => pair.cells[place[name]];
  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  // Signs that are not seen, or that turn the writing around, are shown as what they are: something odd.
  const visible = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");

  function element(name, text, style) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (style) made.className = style;
    return made;
  }

  // What was decided, by the number of the pair, from 1; and how to take the last answers back.
  let taken = {};
  let history = [];
  let list = [];
  let current = 0;
  let unsaved = false;
  const counted = { same: 0, different: 0, later: 0 };

  // Progress. A browser may have no storage, refuse it, or refuse to write once it is full.
  let storage = null;
  try {
    storage = window.localStorage;
    storage.setItem(`${KEY}-try`, "1");
    storage.removeItem(`${KEY}-try`);
  } catch {
    storage = null;
  }

  function read() {
    let found = null;
    try {
      found = JSON.parse(storage.getItem(KEY));
    } catch {
      found = null;
    }
    taken = {};
    for (const [name, answer] of Object.entries(found && typeof found === "object" ? found : {})) {
      if (/^[1-9][0-9]*$/.test(name) && Number(name) <= data.pairs.length && ANSWERS.includes(answer)) taken[name] = answer;
    }
    count();
  }

  function keep() {
    unsaved = true;
    if (!storage) return;
    try {
      if (Object.keys(taken).length) storage.setItem(KEY, JSON.stringify(taken));
      else storage.removeItem(KEY);
    } catch {
      storage = null;
      tellStorage();
    }
  }

  function count() {
    for (const answer of ANSWERS) counted[answer] = 0;
    for (const answer of Object.values(taken)) counted[answer] += 1;
  }

  function tellStorage() {
    at("kept").hidden = !storage;
    at("not-kept").hidden = Boolean(storage);
  }

  // Filters. What is searched is written out once, when somebody first searches.
  let haystacks = null;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function haystack(index) {
    haystacks ??= data.pairs.map((pair) => plain([pair.told[1], ...pair.cells.slice(0, place.anchor_a)].filter(Boolean).join("\n")));
    return haystacks[index];
  }

  function isIn(index, wanted, ground, state) {
    const answer = taken[index + 1];
    if (ground !== "" && data.pairs[index].told[2] !== Number(ground)) return false;
    if (state === "open" && answer) return false;
    if (state === "later" && answer !== "later") return false;
    if (state === "decided" && answer !== "same" && answer !== "different") return false;
    return wanted.every((word) => haystack(index).includes(word));
  }

  function filter() {
    const wanted = plain(at("text").value).split(/\s+/).filter(Boolean);
    const ground = at("ground").value;
    const state = at("state").value;
    list = [];
    for (let index = 0; index < data.pairs.length; index += 1) if (isIn(index, wanted, ground, state)) list.push(index);
  }

  // Two cells beside each other: what the other one does not have is marked.
  const worded = (text) => text.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu) ?? [];

  function marked(text, other) {
    const shown = element("span", undefined, "cell");
    const put = (part, differs) => part && shown.append(differs ? element("mark", visible(part)) : visible(part));
    if (!other || !/\p{L}|\p{N}/u.test(other)) {
      put(text, false);
    } else if (/\s/.test(text) || /\s/.test(other)) {
      const theirs = new Set(worded(other).map(plain));
      for (const word of worded(text)) put(word, /\p{L}|\p{N}/u.test(word) && !theirs.has(plain(word)));
    } else {
      const mine = [...text];
      const theirs = [...other];
      const most = Math.min(mine.length, theirs.length);
      let start = 0;
      while (start < most && mine[start] === theirs[start]) start += 1;
      let end = 0;
      while (end < most - start && mine[mine.length - 1 - end] === theirs[theirs.length - 1 - end]) end += 1;
      put(mine.slice(0, start).join(""), false);
      put(mine.slice(start, mine.length - end).join(""), true);
      put(mine.slice(mine.length - end).join(""), false);
    }
    return shown;
  }

  function fieldRow(label, one, other) {
    const differs = one && other && one.trim() !== other.trim();
    const sign = differs ? words.differs : one && other ? words.alike : words.one_side;
    const row = element("tr", undefined, differs ? "differs" : "");
    row.setAttribute("role", "row");
    const head = element("th", label);
    head.scope = "row";
    head.setAttribute("role", "rowheader");
    row.append(head);
    for (const [mine, theirs] of [[one, other], [other, one]]) {
      const side = element("td");
      side.append(mine ? marked(mine, differs ? theirs : "") : element("span", words.nothing, "none"));
      row.append(side);
    }
    row.append(element("td", sign, "sign"));
    for (const side of row.querySelectorAll("td")) side.setAttribute("role", "cell");
    return row;
  }

  function sideHead(pair, side) {
    const head = at(`side-${side}`);
    const from = fill(words.row, { side: cell(pair, `source_${side}`), row: cell(pair, `row_${side}`) });
    const id = cell(pair, `id_${side}`);
    head.replaceChildren(fill(words.record, { side: side.toUpperCase() }));
    head.append(element("span", visible(from), "from"));
    if (id) head.append(element("span", visible(fill(words.id, { id })), "from"));
  }

  function showGroup(pair) {
    const [group, one, other] = pair.group;
    const { rows, shown } = data.groups[group];
    const others = [...new Set(shown.map(([customer]) => customer))].filter((customer) => customer !== one && customer !== other);
    at("group").hidden = rows <= 2;
    if (rows <= 2) return;
    at("group-title").textContent = fill(words.group, { count: number.format(rows) });
    const called = (customer) => {
      if (customer === one) return fill(words.of_record, { side: "A" });
      if (customer === other) return fill(words.of_record, { side: "B" });
      return fill(words.another, { number: others.indexOf(customer) + 1 });
    };
    at("group-rows").replaceChildren(
      ...shown.map(([customer, source, row, id, ...fields]) => {
        const line = element("tr", undefined, customer === one ? "of-a" : customer === other ? "of-b" : "");
        const from = fill(words.row, { side: source, row }) + (id ? ` (${fill(words.id, { id })})` : "");
        line.append(element("td", called(customer)));
        for (const text of [from, ...fields]) {
          const side = element("td");
          side.append(element("span", visible(text ?? ""), "cell"));
          line.append(side);
        }
        return line;
      }),
    );
    at("group-more").hidden = rows === shown.length;
    at("group-more").textContent = fill(words.group_more, { count: number.format(rows - shown.length) });
  }

  function progress() {
    const done = counted.same + counted.different;
    const total = data.pairs.length;
    return fill(words.progress, {
      done: number.format(done),
      count: number.format(total),
      later: number.format(counted.later),
      open: number.format(total - done - counted.later),
    });
  }

  function show() {
    const done = counted.same + counted.different;
    at("bar").value = done;
    at("progress").textContent = progress();
    at("download").disabled = done === 0;
    at("clear").disabled = done + counted.later === 0;
    at("download").title = done ? "" : words.nothing_to_download;
    at("undo").disabled = history.length === 0;
    const inList = list.indexOf(current);
    const none = list.length === 0;
    at("none").hidden = !none;
    at("pair").hidden = none;
    for (const id of [...ANSWERS, "previous", "next"]) at(id).disabled = none;
    if (none) return;
    const pair = data.pairs[current];
    const [probability, reason, ground] = pair.told;
    const answer = taken[current + 1];
    at("number").textContent = fill(words.pair, { number: number.format(current + 1) });
    at("place").textContent = fill(list.length < data.pairs.length ? words.place_filtered : words.place, {
      place: inList < 0 ? "–" : number.format(inList + 1),
      shown: number.format(list.length),
    });
    at("why").textContent = visible(reason ?? "") + (ground === data.earlier ? ` (${words.earlier})` : "");
    at("likelihood").textContent = probability === null ? "–" : percent.format(Math.min(probability, 0.999));
    at("decided").textContent = answer ? words[`is_${answer}`] : words.open;
    for (const one of ANSWERS) at(one).setAttribute("aria-pressed", String(answer === one));
    sideHead(pair, "a");
    sideHead(pair, "b");
    const sides = data.fields.map(([name, label]) => [label, cell(pair, `${name}_a`), cell(pair, `${name}_b`)]);
    at("fields").replaceChildren(...sides.filter(([, one, other]) => one || other).map((row) => fieldRow(...row)));
    showGroup(pair);
  }

  function tell(...sentences) {
    at("told").textContent = sentences.filter(Boolean).join(" ");
  }

  function tellPair(...before) {
    const shown = list.length ? `${at("number").textContent}: ${at("why").textContent}.` : words.none_found;
    tell(...before, shown, progress());
  }

  // The next pair of the list behind the one that stands, that passes a test; then from the beginning.
  function following(passes) {
    const behind = list.filter((index) => index > current);
    return [...behind, ...list.filter((index) => index < current)].find(passes);
  }

  function step(direction) {
    if (!list.length) return;
    const inList = list.indexOf(current);
    if (inList >= 0) current = list[(inList + direction + list.length) % list.length];
    else current = direction > 0 ? following(() => true) : [...list].reverse().find((index) => index < current) ?? list.at(-1);
    show();
    tellPair();
  }

  function decide(answer) {
    if (!list.length) return;
    history.push({ index: current, before: taken[current + 1] });
    taken[current + 1] = answer;
    count();
    keep();
    const said = `${fill(words.pair, { number: number.format(current + 1) })}: ${words[`is_${answer}`]}.`;
    filter();
    const open = following((index) => !taken[index + 1]);
    if (open !== undefined) current = open;
    else if (list.length && !list.includes(current)) current = following(() => true) ?? list[0];
    show();
    tellPair(said, open === undefined ? words.all_decided : "");
  }

  function undo() {
    const last = history.pop();
    if (!last) return;
    if (last.before) taken[last.index + 1] = last.before;
    else delete taken[last.index + 1];
    count();
    keep();
    filter();
    current = last.index;
    // What is undone is shown, whatever the filters say.
    if (!list.includes(current)) list = [...list, current].sort((one, other) => one - other);
    show();
    tellPair(fill(words.undone, { number: number.format(last.index + 1) }));
  }

  function refilter() {
    filter();
    if (list.length && !list.includes(current)) current = list[0];
    show();
    tellPair();
  }

  // The file for --decisions: the columns of decisions.csv, every cell in quotes.
  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
  }

  function decisionsFile() {
    const risky = new Set(data.apostrophes.map(([row, column]) => `${row} ${column}`));
    const quoted = (text) => (text === null ? "" : `"${text.replaceAll('"', '""')}"`);
    const lines = [data.columns.map(quoted)];
    data.pairs.forEach((pair, index) => {
      const answer = taken[index + 1];
      if (answer !== "same" && answer !== "different") return;
      const cells = pair.cells.map((text, column) => (risky.has(`${index} ${column}`) ? `'${text}` : text));
      lines.push([answer, today().join("-"), null, ...cells].map(quoted));
    });
    // The mark tells a spreadsheet that it is UTF-8.
    return `\ufeff${lines.map((line) => `${line.join(data.delimiter)}\n`).join("")}`;
  }

  function download() {
    // Never decisions.csv: saved into the folder of the results it would take the place of earlier decisions.
    const name = `decisions-${today().join("")}.csv`;
    const address = URL.createObjectURL(new Blob([decisionsFile()], { type: "text/csv;charset=utf-8" }));
    const link = element("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    unsaved = false;
    const told = fill(words.downloaded, { file: name, count: number.format(counted.same + counted.different) });
    at("downloaded").textContent = `${told} ${words.how}`;
    at("downloaded").hidden = false;
    tell(told);
  }

  function clear() {
    const given = counted.same + counted.different + counted.later;
    if (!window.confirm(fill(words.clear_sure, { count: number.format(given) }))) return;
    taken = {};
    history = [];
    count();
    keep();
    unsaved = false;
    at("downloaded").hidden = true;
    refilter();
    tell(words.cleared, progress());
  }

  function pressed(event) {
    const where = event.target;
    const typing = where.matches?.('input:not([type="checkbox"]), select, textarea');
    // A key that is held down decides one pair, not fifty.
    if (typing || !at("keys").checked || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    const inScroll = where.closest?.(".scroll");
    const actions = {
      s: () => decide("same"),
      d: () => decide("different"),
      l: () => decide("later"),
      u: undo,
      arrowright: inScroll ? null : () => step(1),
      arrowleft: inScroll ? null : () => step(-1),
    };
    const action = actions[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  }

  function choices(select, options) {
    select.replaceChildren(
      ...options.map(([value, text]) => {
        const option = element("option", text);
        option.value = value;
        return option;
      }),
    );
  }

  function setUp() {
    for (const one of document.querySelectorAll("[data-word]")) one.textContent = words[one.dataset.word];
    for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", words[one.dataset.label]);
    const times = data.grounds.map(() => 0);
    for (const pair of data.pairs) times[pair.told[2]] += 1;
    const grounds = data.grounds.map((text, index) => [String(index), `${text} (${number.format(times[index])})`]);
    choices(at("ground"), [["", words.all_reasons], ...grounds]);
    choices(at("state"), [
      ["", words.all_states],
      ["open", words.state_open],
      ["decided", words.state_decided],
      ["later", words.state_later],
    ]);
    at("filters").open = window.matchMedia("(min-width: 621px)").matches;
    at("bar").max = data.pairs.length;
    at("cut").hidden = data.count === data.pairs.length;
    at("cut").textContent = fill(words.cut, {
      shown: number.format(data.pairs.length),
      count: number.format(data.count),
      review: data.review,
    });
    for (const text of [words.customer, fill(words.record, { side: "" }).trim(), ...data.fields.map(([, label]) => label)]) {
      const head = element("th", text);
      head.scope = "col";
      at("group-head").append(head);
    }
    for (const answer of ANSWERS) at(answer).addEventListener("click", () => decide(answer));
    at("undo").addEventListener("click", undo);
    at("previous").addEventListener("click", () => step(-1));
    at("next").addEventListener("click", () => step(1));
    at("download").addEventListener("click", download);
    at("clear").addEventListener("click", clear);
    at("text").addEventListener("input", refilter);
    at("ground").addEventListener("change", refilter);
    at("state").addEventListener("change", refilter);
    document.addEventListener("keydown", pressed);
    // The same page in another tab.
    window.addEventListener("storage", (event) => {
      if (event.key !== KEY && event.key !== null) return;
      read();
      history = [];
      filter();
      show();
    });
    window.addEventListener("beforeunload", (event) => {
      if (!storage && unsaved) event.preventDefault();
    });
  }

  setUp();
  if (storage) read();
  tellStorage();
  filter();
  current = list.find((index) => !taken[index + 1]) ?? 0;
  show();
  at("page").hidden = false;
})();
