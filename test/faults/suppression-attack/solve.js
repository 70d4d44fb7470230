/** The least and the most that each unknown can be, in whole numbers. */
const loadHighs = require('highs');

async function loadSolver() {
  const highs = await (loadHighs.default ?? loadHighs)();
  return {
    intervals: (riddle, threshold) =>
      highs.withModel((model) => new Program(highs, model, riddle).intervals(threshold)),
  };
}

class Program {
  constructor(highs, model, riddle) {
    this.highs = highs;
    this.model = model;
    this.riddle = riddle;
    this.columns = 0;
    model.options.set({ output_flag: false });
    /** By name the column; a number that is shown has none. */
    this.at = new Map();
    for (const [name, bounds] of riddle.unknowns)
      if (bounds.low < bounds.high) this.at.set(name, this.column(bounds));
    for (const { terms, low, high } of riddle.rows) this.row(terms, low, high);
    for (const [given, people] of riddle.pairs) this.pair(given, people);
  }

  /** Of each number that is not shown; where it has as many choices as promised, what was seen on the way. */
  intervals(threshold) {
    const seen = new Map(
      [...this.at.keys()].map((name) => [name, { low: Infinity, high: -Infinity }]),
    );
    const choices = ({ low, high }) => high - low + 1;
    const { hidden } = this.riddle;
    for (const [name, column] of [...this.at].filter(([one]) => hidden.has(one)))
      for (const sense of ['minimize', 'maximize'])
        if (!(choices(seen.get(name)) >= threshold)) this.note(this.optimum(column, sense), seen);
    // What its bounds alone tell was not shown either.
    const forced = [...hidden].filter((name) => !this.at.has(name));
    return [
      ...[...seen]
        .filter(([name]) => hidden.has(name))
        .map(([name, interval]) => ({ name, ...interval })),
      ...forced.map((name) => ({ name, ...this.riddle.unknowns.get(name) })),
    ];
  }

  column({ low, high }) {
    this.model.addVar(low, high);
    this.model.changeColIntegrality(this.columns, this.highs.constants.variableType.integer);
    this.columns += 1;
    return this.columns - 1;
  }

  /** Terms are of names or, as numbers, of columns. */
  row(terms, low, high) {
    const entries = new Map();
    let known = 0;
    for (const [name, times] of terms) {
      const column = typeof name === 'number' ? name : this.at.get(name);
      if (column === undefined) known += times * this.riddle.unknowns.get(name).low;
      else entries.set(column, (entries.get(column) ?? 0) + times);
    }
    if (entries.size === 0) return;
    const bound = (value) =>
      Number.isFinite(value) ? value - known : Math.sign(value) * this.highs.infinity;
    this.model.addRow(bound(low), bound(high), {
      indices: [...entries.keys()],
      values: [...entries.values()],
    });
  }

  /** People are no more than services, and there are some where services were given: z is 1 where they were. */
  pair(given, people) {
    const { low, high } = this.riddle.unknowns.get(given);
    const z = this.column({ low: low > 0 ? 1 : 0, high: high > 0 ? 1 : 0 });
    this.row(
      [
        [given, 1],
        [people, -1],
      ],
      0,
      Infinity,
    );
    this.row(
      [
        [given, 1],
        [z, -high],
      ],
      -Infinity,
      0,
    );
    this.row(
      [
        [people, 1],
        [z, -1],
      ],
      0,
      Infinity,
    );
  }

  optimum(column, sense) {
    const { objectiveSense, modelStatus } = this.highs.constants;
    this.model.changeObjectiveSense(objectiveSense[sense]);
    this.model.changeColCost(column, 1);
    this.model.run();
    const status = this.model.getModelStatus();
    const values = status === modelStatus.optimal ? this.model.getSolution().colValue : null;
    this.model.changeColCost(column, 0);
    if (!values) throw new Error(`the attacker got no answer: status ${status}`);
    return values;
  }

  note(values, seen) {
    for (const [name, column] of this.at) {
      const value = Math.round(values[column]);
      const { low, high } = seen.get(name);
      seen.set(name, { low: Math.min(low, value), high: Math.max(high, value) });
    }
  }
}

module.exports = { loadSolver };
