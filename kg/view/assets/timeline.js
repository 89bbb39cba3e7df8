/* Time: a histogram of the dated facts, two sliders for a window of time, and a play button that moves it. */

const STEP_MS = 700;
const DAY_MS = 86400000;
/** Units from fine to coarse, each with the most bars that it may have. */
const UNITS = [
  { name: 'day', most: 70, of: (day) => day, start: (bar) => bar },
  { name: 'month', most: 84, of: (day) => monthOf(day), start: (bar) => dayOf(Math.floor(bar / 12), bar % 12) },
  { name: 'year', most: 130, of: (day) => Math.floor(monthOf(day) / 12), start: (bar) => dayOf(bar, 0) },
  { name: 'decade', most: 300, of: (day) => Math.floor(monthOf(day) / 120), start: (bar) => dayOf(bar * 10, 0) },
  { name: 'century', most: Infinity, of: (day) => Math.floor(monthOf(day) / 1200), start: (bar) => dayOf(bar * 100, 0) },
];

function monthOf(day) {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The day on which a month of a year begins; Date.UTC reads years below 100 as 19xx, so the year is set apart. */
function dayOf(year, month) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 1);
  return Math.floor(date.getTime() / DAY_MS);
}

const isoDay = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

function createTimeline(app) {
  const { model, state } = app;
  const bar = byId('timeline');
  const canvas = byId('histogram');
  const sliders = [byId('time-from'), byId('time-to')];
  let unit = UNITS[2];
  let first = 0;
  let last = 0;
  let playing = 0;

  /** The scale: from the first to the last dated fact. */
  function measure() {
    let low = Infinity;
    let high = -Infinity;
    for (let fact = 0; fact < model.factCount; fact++) {
      const { from, to } = state.timeOf(fact);
      if (from === UNDATED) continue;
      low = Math.min(low, from);
      high = Math.max(high, to);
    }
    bar.hidden = low > high && !model.isReported;
    if (low > high) [low, high] = [0, 0];
    unit = UNITS.find((one) => one.of(high) - one.of(low) < one.most);
    first = unit.of(low);
    last = unit.of(high);
    for (const slider of sliders) [slider.min, slider.max] = [first, last];
    readWindow();
  }

  /** Put the sliders where the window is. */
  function readWindow() {
    const { from, to } = state.time;
    sliders[0].value = from === null ? first : unit.of(from);
    sliders[1].value = to === null ? last : unit.of(to);
    describe();
  }

  const nameOf = (index) => {
    const iso = isoDay(unit.start(index));
    if (unit.name === 'day') return iso;
    if (unit.name === 'month') return iso.slice(0, 7);
    return unit.name === 'year' ? iso.slice(0, 4) : `${iso.slice(0, 4)}s`;
  };

  function describe() {
    const [from, to] = sliders.map((slider) => Number(slider.value));
    sliders.forEach((slider) => slider.setAttribute('aria-valuetext', nameOf(Number(slider.value))));
    byId('time-window').textContent = from === to ? nameOf(from) : `${nameOf(from)} – ${nameOf(to)}`;
  }

  /** Take the window from the sliders; the full width means no window at all. */
  function setWindow(from, to) {
    const isAll = from <= first && to >= last;
    state.time.from = isAll ? null : unit.start(from);
    state.time.to = isAll ? null : unit.start(to + 1) - 1;
    describe();
    state.filter();
  }

  /** Bars of the facts that pass all filters but time; planned, negated and inferred facts stand on the asserted ones. */
  function countBars() {
    const counts = [ASSERTED, PLANNED, NEGATED, INFERRED].map(() => new Uint32Array(last - first + 1));
    for (let fact = 0; fact < model.factCount; fact++) {
      const { from, to } = state.timeOf(fact);
      if (from === UNDATED || !state.passesButTime(fact)) continue;
      const middle = Math.floor((from + to) / 2);
      counts[model.status[fact]][Math.min(last, Math.max(first, unit.of(middle))) - first]++;
    }
    return counts;
  }

  const totalAt = (counts, k) => counts.reduce((sum, numbers) => sum + numbers[k], 0);

  function draw() {
    if (bar.hidden) return;
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    [canvas.width, canvas.height] = [width * ratio, height * ratio];
    const context = canvas.getContext('2d');
    context.scale(ratio, ratio);
    const counts = countBars();
    const most = Math.max(1, ...counts[0].map((_, k) => totalAt(counts, k)));
    const [from, to] = sliders.map((slider) => Number(slider.value) - first);
    const step = width / (last - first + 1);
    const colours = [app.colours.accent, app.colours.planned, app.colours.negated, app.colours.inferred];
    for (let k = 0; k <= last - first; k++) {
      let top = height;
      const total = totalAt(counts, k);
      if (!total) continue;
      const full = Math.max(2, Math.sqrt(total / most) * (height - 2)); // square root: single facts stay visible
      context.globalAlpha = k >= from && k <= to ? 0.85 : 0.22;
      counts.forEach((numbers, status) => {
        const part = (full * numbers[k]) / total;
        context.fillStyle = colours[status];
        context.fillRect(k * step + Math.min(1, step * 0.1), top - part, Math.max(1, step - Math.min(2, step * 0.2)), part);
        top -= part;
      });
    }
  }

  /* ---- play ---- */

  function stop() {
    clearInterval(playing);
    playing = 0;
    byId('play').textContent = '▶';
    byId('play').setAttribute('aria-label', 'Play');
  }

  function play() {
    if (playing) return stop();
    let [from, to] = sliders.map((slider) => Number(slider.value));
    if (to - from >= last - first) [from, to] = [first, first + Math.floor((last - first) / 8)];
    byId('play').textContent = '❚❚';
    byId('play').setAttribute('aria-label', 'Pause');
    const show = () => {
      [sliders[0].value, sliders[1].value] = [from, to];
      setWindow(from, to);
    };
    show();
    playing = setInterval(() => {
      if (to >= last) return stop();
      from++;
      to++;
      return show();
    }, STEP_MS);
    return undefined;
  }

  byId('play').addEventListener('click', play);
  sliders[0].addEventListener('input', () => {
    sliders[0].value = Math.min(Number(sliders[0].value), Number(sliders[1].value));
    setWindow(Number(sliders[0].value), Number(sliders[1].value));
  });
  sliders[1].addEventListener('input', () => {
    sliders[1].value = Math.max(Number(sliders[0].value), Number(sliders[1].value));
    setWindow(Number(sliders[0].value), Number(sliders[1].value));
  });
  byId('undated').addEventListener('change', (event) => {
    state.time.undated = event.target.checked;
    state.filter();
  });
  byId('by-report').addEventListener('change', (event) => {
    state.time.byReport = event.target.checked;
    measure();
    state.filter();
  });

  /** Show what the state says, after a reset or a permalink. */
  function refresh() {
    byId('undated').checked = state.time.undated;
    byId('by-report').checked = state.time.byReport;
    byId('by-report-row').hidden = !model.isReported;
    measure();
    draw();
  }

  state.on('filter', draw);
  state.on('theme', draw);
  state.on('reset', refresh);
  state.on('grown', refresh);
  new ResizeObserver(draw).observe(canvas);
  refresh();
  return { refresh, play, get unit() { return unit.name; } };
}
