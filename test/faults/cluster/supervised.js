/** A program of the cluster that is started again when it dies, as systemd does, until it is stopped. */
const { spawn } = require('node:child_process');
const { openSync } = require('node:fs');
const { pause } = require('../support.js');

const RESTART_MS = 1_000;
const GRACE_MS = 30_000;

class Supervised {
  #child = null;
  #wanted = false;

  /** `isReady`: asked until it says so; `restarts: false`: what dies stays dead until `start`. */
  constructor({ name, command, args, env, log, isReady, restarts = true }) {
    Object.assign(this, { name, command, args, env, log, isReady, restarts });
  }

  get pid() {
    return this.#child?.pid;
  }

  async start() {
    this.#wanted = true;
    this.#spawn();
    await this.ready();
  }

  async ready(seconds = 60) {
    for (const end = Date.now() + seconds * 1_000; Date.now() < end; await pause(50)) {
      if (await this.isReady().catch(() => false)) return;
    }
    throw new Error(`${this.name} is not ready after ${seconds} s: see ${this.log}`);
  }

  #spawn() {
    const log = openSync(this.log, 'a', 0o600);
    // Ctrl+C is answered by the script, which ends all in order.
    const child = spawn(this.command, this.args, {
      env: this.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    this.#child = child;
    child.on('exit', () => {
      if (this.#child !== child) return;
      this.#child = null;
      if (this.#wanted && this.restarts)
        setTimeout(() => this.#wanted && !this.#child && this.#spawn(), RESTART_MS);
    });
  }

  /** As a crash: where it is to be started again, it is. */
  kill() {
    this.#child?.kill('SIGKILL');
  }

  /** SIGTERM; whether it ended by itself within its time. */
  async stop() {
    this.#wanted = false;
    const child = this.#child;
    if (!child) return true;
    let isLate = false;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    const late = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, GRACE_MS);
    await ended;
    clearTimeout(late);
    return !isLate;
  }
}

module.exports = { Supervised };
