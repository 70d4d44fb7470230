import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Somebody as the provider knows them, and how they sign in there. */
export interface ProviderPerson {
  readonly sub: string;
  readonly email?: string;
  readonly amr?: readonly string[];
  readonly acr?: string;
  /** When they signed in there, in seconds; now without it. */
  readonly ts?: number;
  readonly declines?: boolean;
}

/** How the tokens of the provider are wrong. */
export interface Forgery {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly without?: readonly string[];
  readonly key?: 'strange' | 'none';
}

interface ProviderSettings {
  readonly redirectUris?: readonly string[];
  /** Where it tells of sign-outs; read together with the redirect addresses. */
  readonly logoutUri?: string;
  readonly next?: ProviderPerson;
  readonly forge?: Forgery | null;
  readonly broken?: number | 'silent' | 'endless' | null;
}

export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  set(settings: ProviderSettings): Promise<void>;
  /** A token with these claims, signed with the provider's key unless `key` says otherwise. */
  sign(claims: object, how?: { key?: Forgery['key']; header?: object }): Promise<string>;
  /** Every token that it gave out. */
  issued(): Promise<readonly string[]>;
  /** Whoever is signed in at this browser signs out at the provider's own page. */
  signOut(jar: ReadonlyMap<string, string>): Promise<void>;
  /** A browser that follows the provider's own redirects, from where Mawa sent it to where it is sent back. */
  visit(url: string, jar?: Map<string, string>): Promise<string>;
  stop(): Promise<void>;
}

interface ProviderAnswer {
  readonly id?: number;
  readonly token?: string;
  readonly tokens?: readonly string[];
}

/** oidc-provider, in a process of its own (run-openid-provider.mjs). */
export async function startProvider(): Promise<TestProvider> {
  const child = fork(join(__dirname, 'run-openid-provider.mjs'), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [ready] = (await once(child, 'message')) as [
    Pick<TestProvider, 'issuer' | 'clientId' | 'clientSecret'>,
  ];
  let calls = 0;
  const ask = async (message: object): Promise<ProviderAnswer> => {
    const id = (calls += 1);
    const done = new Promise<ProviderAnswer>((resolve) => {
      const heard = (answer: ProviderAnswer) => {
        if (answer.id !== id) return;
        child.off('message', heard);
        resolve(answer);
      };
      child.on('message', heard);
    });
    child.send({ id, ...message });
    return done;
  };
  return {
    ...ready,
    async set(settings) {
      await ask({ set: settings });
    },
    async sign(claims, how = {}) {
      return (await ask({ sign: { claims, ...how } })).token!;
    },
    async issued() {
      return (await ask({ list: true })).tokens!;
    },
    async signOut(jar) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const asked = await fetch(`${ready.issuer}/session/end`, { headers: { cookie } });
      const [, xsrf] = /name="xsrf" value="([^"]+)"/.exec(await asked.text()) ?? [];
      if (!xsrf) throw new Error(`${asked.status}: no page to sign out`);
      const answer = await fetch(`${ready.issuer}/session/end/confirm`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie },
        body: new URLSearchParams({ xsrf, logout: 'yes' }),
      });
      if (answer.status >= 400) throw new Error(`${answer.status}: ${await answer.text()}`);
    },
    async visit(url, jar = new Map<string, string>()) {
      let at = url;
      for (let steps = 0; steps < 10; steps += 1) {
        if (!at.startsWith(ready.issuer)) return at;
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const line of answer.headers.getSetCookie()) {
          const [name, value] = line.split(';')[0]!.split(/=(.*)/s) as [string, string];
          if (value === '') jar.delete(name);
          else jar.set(name, value);
        }
        const next = answer.headers.get('location');
        if (!next) throw new Error(`${answer.status} at ${at}: ${await answer.text()}`);
        at = new URL(next, at).href;
      }
      throw new Error('a provider that leads nowhere');
    },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
