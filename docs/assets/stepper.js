// Steps through a run below its timeline. What there is to say, and which lines are carried out or
// waited at, stands in the page, in the list "What happened, in words": this only points at it.
document$.subscribe(() => {
  document.querySelectorAll(".stepper[hidden]").forEach(equip);
});

function equip(stepper) {
  const figure = stepper.closest("figure");
  const part = (name) => figure.querySelector(name);
  const slider = part(".stepper input");
  const told = part(".told");
  const whole = part(".whole");
  const cursor = part(".cursor");
  const stories = [...figure.querySelectorAll(".story")];
  const stops = stopsOf(stories);
  const race = stories.length > 1;
  const codes = stories.map((story) => listingOf(figure, story.dataset.file));
  const output = race ? [] : [...figure.querySelectorAll(".transcript li:not(.note)")];
  const hint = told.innerHTML;
  let place = -1; // the stop that is shown; -1: the whole run

  function clear() {
    figure.querySelectorAll(".later").forEach((line) => line.classList.remove("later"));
    figure.querySelectorAll(".story .now").forEach((row) => row.classList.remove("now"));
    codes.forEach((code) =>
      code?.querySelectorAll(".runs, .waits").forEach((line) => line.classList.remove("runs", "waits")),
    );
  }

  function show(next, t = stops[next].t) {
    whole.hidden = cursor.hidden = false;
    if (place < 0) reserve(told, stories);
    place = next;
    const { rows } = stops[place];
    slider.value = t;
    cursor.style.setProperty("--now", t / slider.max);
    told.replaceChildren(...rows.map((row) => sentence(row, race)));
    slider.setAttribute("aria-valuetext", told.innerText);
    clear();
    rows.forEach((row) => row.classList.add("now"));
    output.slice(rows[0].dataset.out).forEach((line) => line.classList.add("later"));
    codes.forEach((code, run) => {
      if (!code) return;
      markLines(code, rows[run].dataset.wait, "waits");
      markLines(code, rows[run].dataset.run, "runs");
    });
  }

  function leave() {
    place = -1;
    clear();
    told.innerHTML = hint;
    slider.value = 0;
    slider.setAttribute("aria-valuetext", told.innerText);
    cursor.hidden = true;
    if (document.activeElement === whole) slider.focus();
    whole.hidden = true;
  }

  const step = (by) => show(Math.min(Math.max(place + by, 0), stops.length - 1));
  const keys = {
    ArrowRight: () => step(1),
    ArrowUp: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowDown: () => step(-1),
    Home: () => show(0),
    End: () => show(stops.length - 1),
  };
  slider.addEventListener("keydown", (event) => {
    if (!(event.key in keys) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  slider.addEventListener("input", () => {
    const t = Number(slider.value);
    show(Math.max(0, stops.findLastIndex((stop) => stop.t <= t)), t);
  });
  [[".back", -1], [".next", 1]].forEach(([button, by]) => {
    part(button).addEventListener("click", () => step(by));
  });
  told.ariaLive = "polite";
  slider.addEventListener("focus", () => (told.ariaLive = "off")); // it tells its own text
  slider.addEventListener("blur", () => (told.ariaLive = "polite"));
  whole.addEventListener("click", leave);
  stepper.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && place >= 0) leave();
  });

  leave();
  stepper.hidden = false;
}

// Each moment of one run or several, in order, with the row of each run that is then the last. In a
// race it begins when all have begun, and what happens in the same hundredth of a second is one stop.
function stopsOf(stories) {
  const now = [];
  return stories
    .flatMap((story, run) => [...story.children].map((row) => ({ t: Number(row.dataset.t), run, row })))
    .sort((one, other) => one.t - other.t)
    .map(({ t, run, row }) => {
      now[run] = row;
      return { t, rows: now.slice() };
    })
    .filter(({ rows }) => rows.filter(Boolean).length === stories.length)
    .filter(({ t }, place, all) => !(stories.length > 1 && shown(t) === shown(all[place + 1]?.t)));
}

// A moment as it is told, to hundredths of a second.
function shown(t) {
  return Math.round(t / 10_000);
}

// The listing that shows the file's code: this figure, or the one of that name on the page.
function listingOf(figure, file) {
  const whole = (listing) => listing.querySelector(".highlight") && !listing.querySelector(".excerpt");
  if (whole(figure)) return figure;
  return [...document.querySelectorAll(".listing")].find(
    (listing) => whole(listing) && listing.querySelector(".file").textContent === file,
  );
}

function markLines(code, numbers, how) {
  numbers.split(" ").filter(Boolean).forEach((number) => {
    code.querySelector(`[id^="__span-"][id$="-${number}"]`)?.classList.add(how);
  });
}

function sentence(row, race) {
  const line = document.createElement("p");
  if (race) line.append(Object.assign(document.createElement("b"), { textContent: row.parentElement.dataset.file }), " ");
  line.append(...row.cloneNode(true).childNodes);
  return line;
}

// Room for the tallest sentence of each run, so that nothing moves while one steps.
function reserve(told, stories) {
  const heights = stories.map((story) => {
    told.replaceChildren(...[...story.children].map((row) => sentence(row, stories.length > 1)));
    return Math.max(...[...told.children].map((line) => Math.ceil(line.getBoundingClientRect().height)));
  });
  told.style.setProperty("--room", `${heights.reduce((one, other) => one + other, 0)}px`);
}
