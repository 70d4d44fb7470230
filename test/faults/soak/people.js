/**
 * Thirty people who work through the balancer, each with time to think between two acts: officers who read files, record
 * services and register people, placers who hold beds and give them back, a shelter, the programme and finance on their
 * pages. What was acknowledged is remembered; each answer is kept with when it came.
 */
const { createHash, randomBytes, randomUUID } = require('node:crypto');
const https = require('node:https');
const { call, chance, pause } = require('../support.js');

/** Between two acts: from two seconds to six. */
const THINKS_MS = { least: 2_000, more: 4_000 };
const NO_ANSWER_MS = 90_000;
const HOURS_OF_A_SESSION = 6;

const OFFICER = 'leila@demo.mawa';
const SHELTER = 'samira@demo.mawa';
const PROGRAMME = 'nadia@demo.mawa';
const FINANCE = 'omar@demo.mawa';
const PAGES = {
  [SHELTER]: ['/beds', '/beds/tonight', '/house', '/people'],
  [PROGRAMME]: ['/indicators', '/reports', '/analyses', '/nights', '/statistics'],
  [FINANCE]: ['/budget', '/nights', '/reports'],
};

/** How many of each there are: thirty. */
const ROLES = { officers: 14, placers: 6, shelters: 5, programme: 3, finance: 2 };

class People {
  #goesOn = true;
  #working = [];
  /** `{ at, ms, status, method, isPage, isGood }` of each answer. */
  answers = [];
  acknowledged = { services: [], people: [], held: new Set(), released: new Set(), exports: 0 };

  constructor(port, query) {
    Object.assign(this, { port, query, day: new Date().toISOString().slice(0, 10) });
  }

  static count = Object.values(ROLES).reduce((sum, many) => sum + many, 0);

  /** `net`: beds, requests and their officer, as `network` made them. */
  async start(net) {
    const idOf = async (email) =>
      (await this.query('SELECT id FROM users WHERE email = $1', [email]))[0].id;
    const sessions = new Map();
    for (const email of [OFFICER, SHELTER, PROGRAMME, FINANCE])
      sessions.set(email, await this.#session(await idOf(email)));
    const placer = await this.#session(net.officer);
    const cases = await this.query(
      `SELECT DISTINCT a.case_id AS id FROM case_access a WHERE a.principal_id = $1 AND a.until_at IS NULL LIMIT 40`,
      [await idOf(OFFICER)],
    );
    this.cases = await this.#open(
      sessions.get(OFFICER),
      cases.map(({ id }) => id),
    );
    const many = (count, work) => Array.from({ length: count }, (_, n) => this.#work(n, work));
    this.#working = [
      ...many(ROLES.officers, this.#officer(sessions.get(OFFICER))),
      ...many(ROLES.placers, this.#placer(placer, net)),
      ...many(ROLES.shelters, this.#reader(sessions.get(SHELTER), PAGES[SHELTER])),
      ...many(ROLES.programme, this.#reader(sessions.get(PROGRAMME), PAGES[PROGRAMME])),
      ...many(ROLES.finance, this.#reader(sessions.get(FINANCE), PAGES[FINANCE])),
    ];
  }

  async end() {
    this.#goesOn = false;
    await Promise.all(this.#working);
  }

  async #work(n, act) {
    const person = {
      random: chance(7_919 * (n + 1)),
      agent: new https.Agent({ keepAlive: true, rejectUnauthorized: false }),
      n,
    };
    while (this.#goesOn) {
      await act(person);
      person.n += 1;
      await pause(THINKS_MS.least + person.random(THINKS_MS.more));
    }
    person.agent.destroy();
  }

  #officer = (headers) => async (person) => {
    const caseId = this.cases[person.random(this.cases.length)];
    const kept = this.acknowledged;
    const turn = person.n % 12;
    if (turn === 0) {
      const made = await this.#ask(person, headers, 'POST', '/api/v1/people', { people: [{}] });
      if (made) kept.people.push(made.cases[0].id);
    } else if (turn === 5) {
      const body = { list: 'services', format: 'csv', words: 'codes', why: 'case_work' };
      if (await this.#ask(person, headers, 'POST', '/api/v1/exports', body)) kept.exports += 1;
    } else if (turn % 3 === 1) {
      const body = { caseId, typeCode: 'legal_consultation', givenOn: this.day };
      const made = await this.#ask(person, headers, 'POST', '/api/v1/services', body);
      if (made) kept.services.push(made.id);
    } else if (turn % 3 === 2) {
      await this.#ask(person, headers, 'GET', `/api/v1/people/${caseId}`);
    } else await this.#ask(person, headers, 'GET', turn % 2 ? '/people' : `/people/${caseId}`);
  };

  /** Holds beds for a request; two times of three they are given back. */
  #placer = (headers, net) => async (person) => {
    const { held, released } = this.acknowledged;
    const request = net.requests[person.random(net.requests.length)];
    const first = person.random(net.bedIds.length);
    const placements = request.cases.map((caseId, n) => ({
      caseId,
      bedId: net.bedIds[(first + n) % net.bedIds.length],
    }));
    const path = `/api/v1/bed-requests/${request.id}/holds`;
    const made = await this.#ask(person, headers, 'POST', path, { placements });
    if (!made) return;
    const ids = made.bookings.map(({ id }) => id);
    for (const id of ids) held.add(id);
    if (person.random(3) === 0) return;
    for (const id of ids) {
      // Asked for is enough: where the answer was lost it may have happened.
      released.add(id);
      await this.#ask(person, headers, 'POST', `/api/v1/bookings/${id}/release`, {});
    }
  };

  #reader = (headers, paths) => async (person) => {
    await this.#ask(person, headers, 'GET', paths[person.n % paths.length]);
  };

  /** The body of a good answer; null of a refusal, which is an answer too, and of none. */
  async #ask({ agent }, headers, method, path, body) {
    const at = performance.now();
    const ids = method === 'POST' ? { 'idempotency-key': randomUUID() } : {};
    const options = { headers: { ...headers, ...ids }, body, agent, timeout: NO_ANSWER_MS };
    const { status, body: answer } = await call(this.port, method, path, options).catch(
      (error) => ({ status: error.code ?? error.message, body: null }),
    );
    const isGood = status === 200 || status === 201;
    this.answers.push({
      at,
      ms: performance.now() - at,
      status,
      method,
      what: path.replace(/[0-9a-f-]{36}/g, ':id'),
      isPage: method === 'GET' && !path.startsWith('/api/'),
      // /house leads to the shelter that the reader has.
      isAnswered: isGood || [303, 409, 422].includes(status),
    });
    return isGood ? (answer ?? {}) : null;
  }

  /** Files in which a service may be recorded. */
  async #open(headers, ids) {
    const person = { agent: new https.Agent({ keepAlive: true, rejectUnauthorized: false }) };
    const open = [];
    for (const caseId of ids) {
      const body = { caseId, typeCode: 'legal_consultation', givenOn: this.day };
      const made = await this.#ask(person, headers, 'POST', '/api/v1/services', body);
      if (made) open.push(caseId);
      if (made) this.acknowledged.services.push(made.id);
    }
    person.agent.destroy();
    if (open.length === 0) throw new Error('no file takes a service');
    return open;
  }

  async #session(userId) {
    const token = randomBytes(32).toString('base64url');
    const now = new Date();
    await this.query(
      `INSERT INTO sessions (token_digest, user_id, created_at, seen_at, expires_at, proved_at) VALUES ($1, $2, $3, $3, $4, $4)`,
      [
        createHash('sha256').update(token).digest(),
        userId,
        now,
        new Date(now.getTime() + HOURS_OF_A_SESSION * 3_600_000),
      ],
    );
    const cookie = `__Host-mawa_session=${token}`;
    const agent = new https.Agent({ rejectUnauthorized: false });
    const first = await call(this.port, 'GET', '/api/v1/session', { headers: { cookie }, agent });
    const csrf = [].concat(first.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]);
    return { cookie: [cookie, ...csrf].join('; '), 'x-csrf-token': first.body.csrfToken };
  }
}

module.exports = { People };
