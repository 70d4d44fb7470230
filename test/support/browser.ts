import type { Response } from 'supertest';
import { PASSWORD, type TestApp } from './app';

type Fields = Record<string, string>;

export const plain = (attribute = ''): string =>
  attribute.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');

/** A browser without scripts: it keeps cookies and sends the forms of pages with all that is hidden in them. */
export class Browser {
  private readonly jar = new Map<string, string>();

  constructor(
    private readonly mawa: TestApp,
    headers: Readonly<Record<string, string>> = {},
  ) {
    for (const part of (headers.cookie ?? '').split('; ').filter(Boolean)) this.take(part);
  }

  private take(pair: string): void {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    if (value === '') this.jar.delete(name);
    else this.jar.set(name, value);
  }

  forget(name: string): void {
    this.jar.delete(name);
  }

  cookie(name: string): string | undefined {
    return this.jar.get(name);
  }

  private get cookies(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private taken(answer: Response): Response {
    const set = [(answer.headers['set-cookie'] as unknown as string[]) ?? []].flat();
    for (const line of set) this.take(line.split(';')[0]!);
    return answer;
  }

  async get(path: string): Promise<Response> {
    return this.taken(await this.mawa.http().get(path).set('cookie', this.cookies));
  }

  /** Follows redirects of GET. */
  async open(path: string): Promise<Response> {
    const answer = await this.get(path);
    return answer.status === 303 ? this.open(answer.headers.location!) : answer;
  }

  /** Sends the form of a page with all that is hidden in it. */
  async send(page: Response, action: string, fields: Fields, headers: Fields = {}) {
    const form = page.text.split('<form').find((part) => part.includes(`action="${action}"`))!;
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const all = {
      ...Object.fromEntries(hidden.map(([, name, value]) => [name, plain(value)])),
      ...fields,
    };
    const call = this.mawa.http().post(action).set('cookie', this.cookies).set(headers);
    return this.taken(await call.type('form').send(all));
  }

  async signIn(page: Response, email: string): Promise<Response> {
    const next = plain(/name="next" value="([^"]+)"/.exec(page.text)?.[1]);
    return this.send(page, '/sign-in', { email, password: PASSWORD, ...(next && { next }) });
  }
}
