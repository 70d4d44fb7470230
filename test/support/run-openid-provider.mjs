/**
 * A real OpenID provider (oidc-provider) on a free port of this machine, as a process of its own: run by
 * openid-provider.ts, which tells it over IPC what to do. Whoever comes to its page of sign-in is signed in as the person
 * of `next`, without a page. `forge` makes the next tokens wrong, signed with its own key: what a provider that was taken
 * over could send.
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, decodeJwt, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';

const CLIENT = { client_id: 'mawa', client_secret: 'a secret of forty-three characters, at least' };
const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const jwkOf = async () => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return {
    ...(await exportJWK(privateKey)),
    kid: randomBytes(4).toString('hex'),
    alg: 'RS256',
    use: 'sig',
  };
};
const jwk = await jwkOf();
const strange = { ...(await jwkOf()), kid: jwk.kid };

/** Whom the next sign-in is of, and how it was done. */
let next = { sub: 'nobody' };
/** How the next token is made wrong. */
let forge = null;
/** All that the token endpoint gave out. */
const issued = [];
/** Answers instead of the provider: a status, more bytes than anybody reads, or none at all. */
let broken = null;
let provider;

function start(redirectUris, logoutUri) {
  provider = new Provider(issuer, {
    clients: [
      {
        ...CLIENT,
        redirect_uris: redirectUris,
        post_logout_redirect_uris: redirectUris.map((uri) => new URL('/sign-in', uri).href),
        ...(logoutUri && {
          backchannel_logout_uri: logoutUri,
          backchannel_logout_session_required: true,
        }),
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub', 'amr', 'acr'], auth_time: null },
    // It would not reach a Mawa on this machine.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    conformIdTokenClaims: false,
    acrValues: ['urn:agency:mfa', 'urn:agency:single'],
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true },
      backchannelLogout: { enabled: true },
    },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      // What an agency says of somebody, and Mawa does not use.
      claims: () => ({
        sub,
        email: next.email,
        roles: ['administrator'],
        groups: ['administrator'],
      }),
    }),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  });
  provider.on('server_error', (_ctx, error) => process.stderr.write(`${error.stack}\n`));
  provider.on('backchannel.error', (_ctx, error) => process.stderr.write(`${error.stack}\n`));
}

async function interact(request, response) {
  const details = await provider.interactionDetails(request, response);
  if (next.declines) {
    return provider.interactionFinished(request, response, { error: 'access_denied' });
  }
  const grant = new provider.Grant({ accountId: next.sub, clientId: CLIENT.client_id });
  grant.addOIDCScope('openid');
  const login = {
    accountId: next.sub,
    ...(next.amr && { amr: next.amr }),
    ...(next.acr && { acr: next.acr }),
    ...(next.ts && { ts: next.ts }),
    remember: true,
  };
  const result =
    details.prompt.name === 'login'
      ? { login, consent: { grantId: await grant.save() } }
      : { consent: { grantId: await grant.save() } };
  return provider.interactionFinished(request, response, result);
}

/** The answer of the token endpoint, with another token in it where `forge` says so. */
async function forged(text) {
  const tokens = JSON.parse(text);
  if (!tokens.id_token) return text;
  issued.push(tokens.id_token, tokens.access_token);
  if (!forge) return text;
  const claims = { ...decodeJwt(tokens.id_token), ...forge.claims };
  for (const name of forge.without ?? []) delete claims[name];
  tokens.id_token = await signed(claims, { key: forge.key });
  return JSON.stringify(tokens);
}

/** With the provider's own key, another one under its name, or none. */
async function signed(claims, { key, header = {} }) {
  const encoded = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  if (key === 'none') return `${encoded({ alg: 'none', ...header })}.${encoded(claims)}.`;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: jwk.kid, ...header })
    .sign(await importJWK(key === 'strange' ? strange : jwk, 'RS256'));
}

/** Holds back what the provider writes, to answer with something else. */
function answerLater(response) {
  const { writeHead, end } = response;
  const pieces = [];
  response.write = (piece) => pieces.push(Buffer.from(piece)) > 0;
  response.end = (piece) => {
    if (piece) pieces.push(Buffer.from(piece));
    const text = Buffer.concat(pieces).toString();
    void (async () => {
      const body = response.statusCode === 200 ? await forged(text) : text;
      response.setHeader('content-length', Buffer.byteLength(body));
      response.writeHead = writeHead;
      end.call(response, body);
    })();
    return response;
  };
}

server.on('request', async (request, response) => {
  try {
    if (broken === 'silent') return;
    if (broken === 'endless') {
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(`{"issuer": "${'x'.repeat(2_000_000)}"}`);
    }
    if (broken) return response.writeHead(broken).end('{}');
    if (request.url.startsWith('/interaction/')) return await interact(request, response);
    if (request.url.startsWith('/token')) answerLater(response);
    return provider.callback()(request, response);
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    response.writeHead(500).end();
  }
});

process.on('message', async ({ id, set = {}, sign, list }) => {
  if (list) return process.send({ id, tokens: issued });
  if (sign) return process.send({ id, token: await signed(sign.claims, sign) });
  if (set.redirectUris) start(set.redirectUris, set.logoutUri);
  if ('next' in set) next = set.next;
  if ('forge' in set) forge = set.forge;
  if ('broken' in set) broken = set.broken;
  return process.send({ id });
});
process.on('disconnect', () => process.exit(0));
start(['http://127.0.0.1/nowhere']);
process.send({ issuer, clientId: CLIENT.client_id, clientSecret: CLIENT.client_secret });
