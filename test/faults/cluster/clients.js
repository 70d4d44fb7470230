/**
 * Officers who work through the balancer: they read pages, record services and register people until `end`. What was
 * acknowledged is remembered; what failed is counted while the work that `measure` is given goes on.
 */
const { createHash, randomBytes } = require('node:crypto');
const https = require('node:https');
const { call, pause } = require('../support.js');

const CLIENTS = 12;
const NO_ANSWER_MS = 90_000;
/** A registration enqueues a job. */
const REGISTERS_EVERY_MS = 2_000;
/** Between two requests of a client that failed. */
const AFTER_FAILURE_MS = 100;

const agent = () => new https.Agent({ keepAlive: true, rejectUnauthorized: false });

class Clients {
  #goesOn = true;
  #all = [];
  #counts = newCounts();
  /** Ids of services and people that were answered with 201. */
  acknowledged = { services: [], people: [] };

  constructor(port, headers, caseIds) {
    Object.assign(this, { port, headers, caseIds, day: new Date().toISOString().slice(0, 10) });
  }

  /** Signed in as the officer of the demonstration who has the first cases. */
  static async signIn(query, port) {
    const [{ id: officer, caseIds }] = await query(
      `SELECT u.id, ARRAY (SELECT DISTINCT a.case_id FROM case_access a
                            WHERE a.principal_id = u.id AND a.until_at IS NULL LIMIT 40) AS "caseIds"
         FROM users u WHERE email = 'leila@demo.mawa'`,
    );
    const token = randomBytes(32).toString('base64url');
    const now = new Date();
    await query(
      `INSERT INTO sessions (token_digest, user_id, created_at, seen_at, expires_at, second_factor, second_factor_at, proved_at)
       VALUES ($1, $2, $3, $3, $4, 'code', $3, $4)`,
      [
        createHash('sha256').update(token).digest(),
        officer,
        now,
        new Date(now.getTime() + 21_600_000),
      ],
    );
    const cookie = `__Host-mawa_session=${token}`;
    const first = await call(port, 'GET', '/api/v1/session', {
      headers: { cookie },
      agent: agent(),
    });
    const csrf = [].concat(first.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]);
    const headers = { cookie: [cookie, ...csrf].join('; '), 'x-csrf-token': first.body.csrfToken };
    const clients = new Clients(port, headers, caseIds);
    await clients.leaveOutClosed();
    return clients;
  }

  /** Files in which a service may not be recorded any more. */
  async leaveOutClosed() {
    const own = agent();
    const open = [];
    for (const caseId of this.caseIds) {
      const body = { caseId, typeCode: 'legal_consultation', givenOn: this.day };
      const { headers } = this;
      const path = '/api/v1/services';
      if ((await call(this.port, 'POST', path, { headers, body, agent: own })).status === 201)
        open.push(caseId);
    }
    own.destroy();
    if (open.length === 0) throw new Error('no file takes a service');
    this.caseIds = open;
  }

  start() {
    this.#all = [
      ...Array.from({ length: CLIENTS }, (_, at) => this.#officer(at)),
      this.#registrar(),
    ];
  }

  async #officer(at) {
    const own = agent();
    for (let n = at; this.#goesOn; n += 1) {
      const caseId = this.caseIds[n % this.caseIds.length];
      const [method, path, body] = this.#next(n, caseId);
      const answer = await this.#ask(own, method, path, body);
      if (answer && method === 'POST') this.acknowledged.services.push(answer.id);
    }
    own.destroy();
  }

  /** Two pages, a file by the API and a service in turn. */
  #next(n, caseId) {
    const service = { caseId, typeCode: 'legal_consultation', givenOn: this.day };
    return [
      ['GET', '/people'],
      ['GET', `/people/${caseId}`],
      ['POST', '/api/v1/services', service],
      ['GET', `/api/v1/people/${caseId}`],
    ][(n + Math.floor(n / this.caseIds.length)) % 4];
  }

  async #registrar() {
    const own = agent();
    while (this.#goesOn) {
      const answer = await this.#ask(own, 'POST', '/api/v1/people', { people: [{}] });
      if (answer) this.acknowledged.people.push(answer.cases[0].id);
      await pause(REGISTERS_EVERY_MS);
    }
    own.destroy();
  }

  /** The body of a good answer; null where there was none. */
  async #ask(own, method, path, body) {
    const began = Date.now();
    const counts = this.#counts;
    const options = { headers: this.headers, body, agent: own, timeout: NO_ANSWER_MS };
    const { status, body: answer } = await call(this.port, method, path, options).catch(
      (error) => ({ status: error.code ?? error.message }),
    );
    const ended = Date.now();
    const isGood = status === (method === 'POST' ? 201 : 200);
    counts.requests += 1;
    counts.slowest = Math.max(counts.slowest, ended - began);
    if (isGood) return answer ?? {};
    counts.failed[method] += 1;
    counts.lastFailure = ended;
    const what = `${status} ${method}`;
    counts.kinds.set(what, (counts.kinds.get(what) ?? 0) + 1);
    await pause(AFTER_FAILURE_MS);
    return null;
  }

  /** Counts anew while `work` goes on and until everybody is served again: what failed, and how long nobody was served. */
  async measure(work) {
    const counts = (this.#counts = newCounts());
    const began = Date.now();
    const result = await work();
    const seconds = Math.max(counts.lastFailure - began, counts.slowest, 0) / 1_000;
    this.#counts = newCounts();
    return { ...counts, result, seconds: Math.round(seconds * 10) / 10 };
  }

  get requests() {
    return this.#counts.requests;
  }

  async end() {
    this.#goesOn = false;
    await Promise.all(this.#all);
  }
}

const newCounts = () => ({
  requests: 0,
  failed: { GET: 0, POST: 0 },
  kinds: new Map(),
  slowest: 0,
  lastFailure: 0,
});

module.exports = { Clients };
