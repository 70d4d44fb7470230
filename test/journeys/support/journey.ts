import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { JobRunner } from '../../../modules/platform/queue';
import { startApp, type TestApp } from '../../support/app';
import { codeFor } from '../../support/second-factor';
import { keepActs } from './acts-by-keyboard';
import { launchChromium } from '../../support/chromium';
import type { KeyboardAct } from './keyboard';
import { Visitor, type BrowserOptions, type Telephone } from './visitor';

/** The evening of the tests goes on while somebody reads and types. */
const TICK_MS = 100;

export interface Journey {
  readonly mawa: TestApp;
  /** Where the quick exit leads in these tests: a page of nobody. */
  readonly neutral: string;
  /** Somebody opens a browser of their own, does something and leaves without anything amiss. */
  as(name: string, work: (visitor: Visitor) => Promise<void>, look?: BrowserOptions): Promise<void>;
  end(): Promise<void>;
}

/** The whole application on a free port over a database of its own, its jobs running, and a browser; `keyboard`: without a mouse. */
export async function beginJourney({
  keyboard,
  ...options
}: { at?: string; keyboard?: true } = {}): Promise<Journey> {
  const browser = await launchChromium();
  const nobody = await neutralPage();
  const neutral = addressOf(nobody);
  const mawa = await startApp({ ...options, env: { MAWA_EXIT_URL: neutral } });
  const clock = setInterval(() => mawa.clock.advance(TICK_MS), TICK_MS);
  await mawa.app.get(JobRunner).start({ concurrency: 1 });
  const base = addressOf(mawa.app.getHttpServer() as Server);
  const acts: KeyboardAct[] = [];
  return {
    mawa,
    neutral,
    as: (name, work, look) =>
      visit(
        browser,
        base,
        name,
        work,
        { keyboard, ...look },
        (email) => codeFor(mawa, email),
        acts,
      ),
    end: async () => {
      if (acts.length > 0) keepActs(acts);
      clearInterval(clock);
      await browser.close();
      await mawa.stop();
      nobody.close();
    },
  };
}

async function visit(
  browser: Browser,
  base: string,
  name: string,
  work: (visitor: Visitor) => Promise<void>,
  look: Partial<BrowserOptions>,
  telephone: Telephone,
  acts: KeyboardAct[],
): Promise<void> {
  const visitor = await Visitor.arrive(browser, base, name, { look, telephone });
  try {
    await work(visitor);
    acts.push(...visitor.acts);
  } catch (error) {
    await visitor.picture();
    await visitor.leave().catch((met: Error) => {
      (error as Error).message += `\n\n${met.message}`;
    });
    throw error;
  }
  await visitor.leave();
}

const addressOf = (server: Server): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function neutralPage(): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== '/') return void response.writeHead(204).end();
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      '<!doctype html><html lang="fr"><title>La météo</title><p>Il fait beau.</p></html>',
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}
