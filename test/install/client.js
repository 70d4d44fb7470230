/** What the first two people do in a browser, over TLS: the set-up page, a password each, signing in. */
const { execFileSync } = require('node:child_process');
const { createHmac } = require('node:crypto');

const setup = new URL(process.argv[2]);
const PASSWORD = 'un mot de passe assez long';
const say = (good, title) => console.log(`${good ? 'ok' : 'FAILED'}\t${title}`);

/** A session of the API: its cookies, and the token that each change of state repeats. */
async function visitor() {
  const jar = new Map();
  let token = '';
  const call = async (method, path, body) => {
    const answer = await fetch(new URL(path, setup), {
      method,
      redirect: 'manual',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        'x-csrf-token': token,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      jar.set(name, value);
    }
    const json = await answer.json().catch(() => ({}));
    token = json.csrfToken ?? token;
    return { status: answer.status, cookies: answer.headers.getSetCookie(), json };
  };
  await call('GET', '/api/v1/session');
  return call;
}

/** As an authenticator app: RFC 6238 with a key in base 32. */
function codeOf(key) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key.replaceAll(' ', '')]
    .map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

async function main() {
  const plain = (path) => fetch(`http://${setup.host}${path}`, { redirect: 'manual' });
  const [sent, refused] = [await plain('/'), await plain('/api/v1/session')];
  say(
    sent.status === 301 && sent.headers.get('location').startsWith(`https://${setup.host}/`),
    'a page that is asked for without TLS is sent to TLS',
  );
  say(refused.status === 403, 'a program that asks without TLS is refused');
  const page = await fetch(setup);
  say(
    page.status === 200 && (await page.text()).includes('<form'),
    'the set-up page opens over TLS',
  );
  // The first address ends with the next one.
  const people = ['Samira <samira@example.org>', 'Driss <driss@example.org>'];
  const made = execFileSync('mawa', ['setup', '--administrator', ...people], { encoding: 'utf8' });
  const links = made.match(/https:\/\/\S+\/password\/\S+/g) ?? [];
  say(links.length === 2, 'the two administrators have a link each, to the name of the page');
  for (const link of links) {
    const call = await visitor();
    const token = link.split('/password/')[1];
    const { status } = await call('POST', '/api/v1/password', { token, newPassword: PASSWORD });
    if (status !== 204) throw new Error(`password: ${status}`);
  }
  const samira = await visitor();
  const signedIn = await samira('POST', '/api/v1/session', {
    email: 'samira@example.org',
    password: PASSWORD,
  });
  const cookie = signedIn.cookies.find((line) => line.includes('session'));
  say(
    signedIn.status === 201 && /; Secure/i.test(cookie) && /; HttpOnly/i.test(cookie),
    'an administrator signs in over TLS, with a cookie for TLS alone',
  );
  const closed = await samira('GET', '/api/v1/setup-checklist');
  say(
    closed.json.code === 'access.second_factor_missing',
    'who sees nothing before a second factor is set up',
  );
  const begun = await samira('POST', '/api/v1/account/second-factor');
  const confirmed = await samira('POST', '/api/v1/account/second-factor/confirmation', {
    code: codeOf(begun.json.secret),
  });
  say(confirmed.json.recoveryCodes?.length === 10, 'sets it up, with ten recovery codes');
  const list = await samira('GET', '/api/v1/setup-checklist');
  say(list.status === 200, 'and sees the check list');
}

main().catch((error) => {
  console.error(error);
  say(false, 'the first two people do what they do in a browser');
});
