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
  readonly next?: ProviderPerson;
  readonly forge?: Forgery | null;
  readonly broken?: number | 'silent' | 'endless' | null;
}

export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  set(settings: ProviderSettings): Promise<void>;
  /** A browser that follows the provider's own redirects, from where Mawa sent it to where it is sent back. */
  visit(url: string, jar?: Map<string, string>): Promise<string>;
  stop(): Promise<void>;
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
  return {
    ...ready,
    async set(settings) {
      const id = (calls += 1);
      const done = new Promise<void>((resolve) => {
        const heard = (message: { id?: number }) => {
          if (message.id !== id) return;
          child.off('message', heard);
          resolve();
        };
        child.on('message', heard);
      });
      child.send({ id, set: settings });
      await done;
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
