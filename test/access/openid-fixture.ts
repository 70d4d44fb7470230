import { logoutUri } from '../../modules/access/identity-providers/identity-logouts.service';
import { redirectUri } from '../../modules/access/identity-providers/identity-sign-in.service';
import { FlashCookies } from '../../modules/access';
import { PASSWORD, cookies, joined, startApp, type SignedIn, type TestApp } from '../support/app';
import { type ProviderPerson, startProvider, type TestProvider } from '../support/openid-provider';

export interface ProposedProvider {
  readonly nameFr: string;
  readonly nameAr: string;
  readonly nameEn: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly organisationId?: string;
  readonly domains: readonly string[];
  readonly factorAmr: readonly string[];
  readonly factorAcr: readonly string[];
  readonly onlyWay: boolean;
}

/** A Mawa of now, since the provider has the clock of this machine, and a provider of an agency on its side. */
export interface OpenIdFixture {
  readonly mawa: TestApp;
  readonly agency: TestProvider;
  readonly one: SignedIn;
  readonly other: SignedIn;
  readonly organisationId: string;
  readonly base: string;
  proposal(more?: Partial<ProposedProvider>): ProposedProvider;
  /** Proposed by one administrator and confirmed by the other: the id of the provider. */
  inForce(more?: Partial<ProposedProvider>): Promise<string>;
  change(providerId: string, more?: Partial<ProposedProvider>): Promise<void>;
  /** Takes whatever is in force out of force. */
  clear(): Promise<void>;
  visitor(): Visitor;
  /** Somebody of the organisation, with an account that is linked to this subject. */
  linked(
    providerId: string,
    sub: string,
    role?: Parameters<TestApp['signIn']>[0],
  ): Promise<SignedIn>;
  stop(): Promise<void>;
}

export async function openIdFixture(more: Record<string, string> = {}): Promise<OpenIdFixture> {
  const env = { MAWA_IDLE_MINUTES: '240', ...more };
  const mawa = await startApp({ at: new Date().toISOString(), env });
  const agency = await startProvider();
  await mawa.admin.query('INSERT INTO installation (synthetic, made_at) VALUES (true, $1)', [
    mawa.clock.now(),
  ]);
  const one = await mawa.signIn('administrator');
  const other = await mawa.signIn('administrator');
  const base = (await mawa.app.getUrl()).replace('[::1]', '127.0.0.1');
  const { rows } = await mawa.admin.query<{ id: string }>(
    `INSERT INTO organisations (code, kind, name, created_at) VALUES ('OIM-T', 'agency', 'Agence', $1) RETURNING id`,
    [mawa.clock.now()],
  );
  const organisationId = rows[0]!.id;
  const proposal = (more: Partial<ProposedProvider> = {}): ProposedProvider => ({
    nameFr: 'Agence',
    nameAr: 'الوكالة',
    nameEn: 'Agency',
    issuer: agency.issuer,
    clientId: agency.clientId,
    clientSecret: agency.clientSecret,
    organisationId,
    domains: [],
    factorAmr: [],
    factorAcr: [],
    onlyWay: false,
    ...more,
  });
  const confirm = (id: string) =>
    other.post(`/api/v1/identity-provider-editions/${id}/confirmation`).expect(204);
  const fixture: OpenIdFixture = {
    mawa,
    agency,
    one,
    other,
    organisationId,
    base,
    proposal,
    async inForce(more) {
      const { body } = await one.post('/api/v1/identity-providers', proposal(more)).expect(201);
      const { id, providerId } = body as { id: string; providerId: string };
      await confirm(id);
      await agency.set({
        redirectUris: [redirectUri(base, providerId)],
        logoutUri: logoutUri(base, providerId),
        forge: null,
        broken: null,
      });
      return providerId;
    },
    async change(providerId, more) {
      const path = `/api/v1/identity-providers/${providerId}/editions`;
      const { body } = await one.post(path, proposal(more)).expect(201);
      await confirm((body as { id: string }).id);
    },
    async clear() {
      const { body } = await one.get('/api/v1/identity-providers').expect(200);
      for (const { id } of body as { id: string }[])
        await one.delete(`/api/v1/identity-provider-editions/${id}`).expect(204);
    },
    visitor: () => new Visitor(mawa, agency, base),
    async linked(providerId, sub, role = 'partner_viewer') {
      const person = await mawa.signIn(role, { organisationId });
      const visitor = await fixture.visitor().arrive();
      const { status, body } = await visitor.signIn(person.email);
      if (status !== 201) throw new Error(`not signed in: ${status} ${JSON.stringify(body)}`);
      const came = await visitor.link(providerId, { sub });
      if (came.flash !== 'access:openid.linked') throw new Error(`not linked: ${came.flash}`);
      return person;
    },
    async stop() {
      await agency.stop();
      await mawa.stop();
    },
  };
  return fixture;
}

export interface Came {
  readonly status: number;
  readonly location: string | undefined;
  /** The key of the sentence that the next page says. */
  readonly flash: string | undefined;
}

/** Somebody at a browser: a jar of cookies at Mawa, and one at the provider. */
export class Visitor {
  private jar = '';
  private csrf = '';
  readonly away = new Map<string, string>();

  constructor(
    private readonly mawa: TestApp,
    private readonly agency: TestProvider,
    private readonly base: string,
  ) {}

  async arrive(): Promise<this> {
    const first = await this.get('/api/v1/session');
    this.csrf = (first.body as { csrfToken: string }).csrfToken;
    return this;
  }

  async get(path: string) {
    const answer = await this.mawa.http().get(path).set('cookie', this.jar).redirects(0);
    this.keep(answer);
    return answer;
  }

  async post(path: string, fields: Record<string, string> = {}) {
    const call = this.mawa.http().post(path).set('cookie', this.jar).type('form').redirects(0);
    const answer = await call.send({ ...fields, _csrf: this.csrf });
    this.keep(answer);
    return answer;
  }

  async signIn(email: string, code?: string) {
    const call = this.mawa.http().post('/api/v1/session').set('cookie', this.jar);
    const body = { email, password: PASSWORD, ...(code && { code }) };
    const answer = await call.set('x-csrf-token', this.csrf).send(body);
    this.keep(answer);
    const { csrfToken } = answer.body as { csrfToken?: string };
    if (csrfToken) this.csrf = csrfToken;
    return answer;
  }

  async actor(): Promise<{ id: string; roles: string[] } | null> {
    const { body } = await this.get('/api/v1/session');
    const { actor, csrfToken } = body as {
      actor: { id: string; roles: string[] };
      csrfToken: string;
    };
    this.csrf = csrfToken;
    return actor;
  }

  /** To the provider; the address to which it leads. */
  async leave(providerId: string, next = ''): Promise<string> {
    const answer = await this.get(`/sign-in/providers/${providerId}${next}`);
    return answer.headers.location!;
  }

  /** As the person signs in there; the address at Mawa to which the provider sends them back. */
  async visit(url: string, person: ProviderPerson): Promise<string> {
    await this.agency.set({ next: person });
    const back = await this.agency.visit(url, this.away);
    // The clock of the provider goes on, that of a test stands still.
    if (this.mawa.clock.now().getTime() < Date.now()) this.mawa.clock.set(new Date());
    return back;
  }

  /** Back at Mawa, at whatever address. */
  async comeBack(url: string): Promise<Came> {
    const { pathname, search } = new URL(url, this.base);
    const answer = await this.get(`${pathname}${search}`);
    if (answer.status !== 303) throw new Error(`${answer.status}: ${answer.text}`);
    return { status: answer.status, location: answer.headers.location, flash: this.flash() };
  }

  /** The whole way of a sign-in. */
  async signInThrough(providerId: string, person: ProviderPerson, next = ''): Promise<Came> {
    await this.arrive();
    const came = await this.comeBack(await this.visit(await this.leave(providerId, next), person));
    await this.actor();
    return came;
  }

  /** "Link my account of …" under "My account". */
  async link(providerId: string, person: ProviderPerson): Promise<Came> {
    await this.actor();
    const page = await this.post(`/account/identity-providers/${providerId}`);
    return this.comeBack(await this.visit(addressIn(page.text), person));
  }

  async prove(providerId: string, person: ProviderPerson, next = ''): Promise<Came> {
    const answer = await this.get(`/account/proof/providers/${providerId}${next}`);
    return this.comeBack(await this.visit(answer.headers.location!, person));
  }

  cookie(name: string): string | undefined {
    return this.jar
      .split('; ')
      .find((pair) => pair.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  }

  cookies(): string {
    return this.jar;
  }

  /** Takes over what another browser has of this name. */
  take(name: string, value: string): void {
    this.jar = joined(this.jar, `${name}=${value}`);
  }

  private flash(): string | undefined {
    const text = this.cookie('mawa_flash');
    // Said once, by the next page.
    this.jar = joined(this.jar, 'mawa_flash=');
    return text ? this.mawa.app.get(FlashCookies).open(text)?.key : undefined;
  }

  private keep(answer: Parameters<typeof cookies>[0]): void {
    this.jar = joined(this.jar, cookies(answer));
  }
}

/** The button of the page that leads to the provider. */
export function addressIn(text: string): string {
  const found = /<a class="btn btn-primary btn-lg w-100" href="([^"]+)"/.exec(text);
  if (!found) throw new Error(`no way to a provider in ${/<title>[^<]*/.exec(text)?.[0]}`);
  return found[1]!.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
}
