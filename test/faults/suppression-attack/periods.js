/** A programme's people over four quarters, and the tables of a report on some of them. */
const P = require('./people.js');
const { documentOf, origins, twoWay, union, zones } = require('./tables.js');
const { from } = require('../support.js');

const { AGES } = from('modules/disclosure/suppression/age-groupings.data.js');

const START = ['2025-01-01', '2025-04-01', '2025-07-01', '2025-10-01', '2026-01-01'];
const over = (code, first, last) => ({
  code,
  quarters: [0, 1, 2, 3].slice(first, last),
  from: START[first],
  until: START[last],
});
const PERIODS = [
  over('Q1', 0, 1),
  over('Q2', 1, 2),
  over('Q3', 2, 3),
  over('Q4', 3, 4),
  over('H1', 0, 2),
  over('H2', 2, 4),
  over('Y', 0, 4),
];

class Programme {
  constructor(random) {
    this.random = random;
    this.unknown = random() * 0.08;
    this.people = [];
    this.add(30 + Math.floor(random() * 500));
  }

  add(count) {
    for (const person of P.drawPeople(count, this.random, this.unknown)) {
      const stays = [0, 1, 2, 3].filter((q) => q > person.quarter && this.random() < 0.25);
      this.people.push({ ...person, served: [person.quarter, ...stays] });
    }
  }

  remove(count) {
    this.people.splice(Math.floor(this.random() * this.people.length), count);
  }

  /** The report of a period, with ages as finely told as `ages` says. */
  document({ quarters }, ages) {
    const served = this.people.filter((one) => one.served.some((q) => quarters.includes(q)));
    const registered = this.people.filter((one) => quarters.includes(one.quarter));
    const groups = {
      keys: ages.groups.map(({ key }) => key),
      holds: (key) => (one) => ages.groups.find((g) => g.key === key).bands.includes(one.age7),
    };
    const sexes = { keys: ['female', 'male', 'other'], holds: (key) => (one) => one.sex === key };
    const own = (table) => ({
      ...table,
      total: { ...table.total, figures: { total: 'people.registered.new' } },
    });
    return documentOf([
      twoWay('people-by-age', served, groups, sexes),
      origins(served),
      union('purposes', served, 'purposes', P.FORMS),
      own(twoWay('zones-sex', registered, zones, sexes)),
    ]);
  }
}

module.exports = { AGES, PERIODS, Programme };
