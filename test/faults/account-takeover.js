/**
 * One administrator wants into an account that opens cases, agrees to money or reads the audit. They
 * walk through every act on accounts, roles, links and places in random order,
 * beside a second administrator who does a day's work by the rules: confirms what waits, hands links
 * to the person they are for, and asks that person where the page says so. No walk may end in a
 * session with rights.
 *
 * Control: where roles count unconfirmed and whoever asked for a link may confirm it (both by SQL),
 * the same walk finds its way in.
 */
const { randomBytes, randomUUID } = require('node:crypto');
const { aUser, call, chance, database, from, session, webProcess } = require('./support.js');

const SYSTEM = ['00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000004'];
const WANTED = ['reintegration_officer', 'case_supervisor', 'finance_officer', 'auditor'];
const GIVEN = [
  ...WANTED,
  'programme_officer',
  'shelter_manager',
  'administrator',
  'partner_viewer',
];
const STEPS = 30;

module.exports = async function accountTakeover({ short }) {
  const walks = short ? 16 : 120;
  const built = await walk({ walks, secondPersonOff: false });
  const control = await walk({ walks: 2 * walks, secondPersonOff: true, stopAtOnce: true });
  return [
    {
      title: 'no walk of one administrator ends in an account with rights',
      good: built.taken.length === 0 && built.walks === walks,
      figure: figureOf(built),
    },
    {
      title: 'the walks did what they are about',
      good: ['link handed over', 'link used', 'role confirmed', 'signed in'].every(
        (act) => built.acts.get(act) > 0,
      ),
      figure: [...built.acts].map(([act, times]) => `${act} ${times}`).join(', '),
    },
    {
      title: 'control: with the second person off, the walk finds its way in',
      good: control.taken.length > 0,
      figure: figureOf(control),
    },
  ];
};

const figureOf = ({ walks, steps, taken }) =>
  `${walks} walks, ${steps} acts, ${taken.length} accounts taken${taken[0] ? `: ${taken[0]}` : ''}`;

async function walk({ walks, secondPersonOff, stopAtOnce = false }) {
  const db = await database();
  const web = await webProcess(db);
  const result = { walks: 0, steps: 0, taken: [], acts: new Map() };
  try {
    while (result.walks < walks && !(stopAtOnce && result.taken.length > 0)) {
      result.walks += 1;
      const world = await newWorld(db, web, chance(104_729 * result.walks), result.acts);
      for (let step = 0; step < STEPS; step += 1) {
        result.steps += 1;
        await world.attackerActs();
        if (secondPersonOff) await switchOff(db, world);
        else await world.colleagueActs();
      }
      result.taken.push(...(await world.accountsTaken()));
    }
    return result;
  } finally {
    await web.stop();
    await db.stop();
  }
}

/** Roles count without a second word, and a link seems to have been asked for by somebody else. */
async function switchOff(db, { colleague }) {
  await db.admin.query(`SELECT set_config('mawa.now', $1, false)`, [new Date().toISOString()]);
  await db.admin.query(
    `UPDATE user_roles SET confirmed_at = mawa_now(),
            confirmed_by = CASE granted_by WHEN $1::uuid THEN $2::uuid ELSE $1::uuid END
      WHERE confirmed_by IS NULL AND ended_at IS NULL`,
    SYSTEM,
  );
  await db.admin.query(
    'UPDATE password_links SET made_by = $1 WHERE confirmed_by IS NULL AND ended_at IS NULL',
    [colleague.id],
  );
}

async function newWorld(db, web, random, acts) {
  const attacker = await administrator(db, web);
  const colleague = await administrator(db, web);
  /** `knows`: whose hand chose the password of now. */
  const accounts = [];
  const { PasswordCost, PasswordHashes } = from('modules/access/index.js');
  const hashes = new PasswordHashes(new PasswordCost());
  for (const role of WANTED) {
    const id = await aUser(db, role);
    const password = `phrase ${randomBytes(12).toString('hex')}`;
    const { rows } = await db.admin.query(
      'UPDATE users SET password_hash = $2 WHERE id = $1 RETURNING email',
      [id, await hashes.hash(password)],
    );
    accounts.push({ id, email: rows[0].email, person: true, chosenBy: 'person', ofAttacker: null });
  }
  const shelter = await aShelter(db);
  const one = (list) => list[random(list.length)];
  const did = (act) => acts.set(act, (acts.get(act) ?? 0) + 1);
  const file = async (by, { id }) => (await by.call('GET', `/api/v1/users/${id}`)).body;
  const heldRoles = (about) => (about?.roles ?? []).filter(({ endedAt }) => endedAt === null);

  /** Through the link, by whoever holds it. */
  const choose = async (account, path, hand) => {
    const newPassword = `phrase ${randomBytes(12).toString('hex')}`;
    const answer = await attacker.call('POST', '/api/v1/password', {
      token: path.split('/').at(-1),
      newPassword,
    });
    if (answer.status !== 204) return;
    did('link used');
    account.chosenBy = hand;
    account.ofAttacker = hand === 'attacker' ? newPassword : null;
  };

  const attacks = {
    make: async () => {
      if (accounts.length > 7) return;
      const email = `invention-${randomBytes(6).toString('hex')}@example.org`;
      const { status, body } = await attacker.call('POST', '/api/v1/users', {
        email,
        name: 'Invention',
      });
      if (status !== 201) return;
      const made = { id: body.id, email, person: false, chosenBy: null, ofAttacker: null };
      accounts.push(made);
      if (body.link.path) await choose(made, body.link.path, 'attacker');
    },
    give: (account) =>
      attacker.call('POST', `/api/v1/users/${account.id}/roles`, { role: one(GIVEN) }),
    giveOneself: () =>
      attacker.call('POST', `/api/v1/users/${attacker.id}/roles`, { role: one(WANTED) }),
    end: async (account) => {
      const held = heldRoles(await file(attacker, account));
      if (held.length) await attacker.call('DELETE', `/api/v1/roles/${one(held).id}`);
    },
    confirm: async (account) => {
      const waiting = heldRoles(await file(attacker, account)).filter((role) => role.waiting);
      for (const { id } of waiting) {
        const { status } = await attacker.call('POST', `/api/v1/roles/${id}/confirmation`);
        if (status === 204) did('role confirmed');
      }
    },
    askForLink: async (account) => {
      const { body } = await attacker.call('POST', `/api/v1/users/${account.id}/password-links`);
      if (body?.path) await choose(account, body.path, 'attacker');
    },
    /** The secret that the attacker is shown is used by the attacker, or now and then handed over. */
    confirmLink: async (account) => {
      const { link } = (await file(attacker, account)) ?? {};
      if (!link) return;
      const path = `/api/v1/password-links/${link.id}/confirmation`;
      const { status, body } = await attacker.call('POST', path);
      if (status !== 201) return;
      did('link handed over');
      await choose(account, body.path, account.person && random(3) === 0 ? 'person' : 'attacker');
    },
    close: (account) =>
      attacker.call('POST', `/api/v1/users/${account.id}/closing`, { reason: 'absence' }),
    reopen: (account) => attacker.call('DELETE', `/api/v1/users/${account.id}/closing`),
    endSessions: (account) => attacker.call('DELETE', `/api/v1/users/${account.id}/sessions`),
    attach: async (account) => {
      const membership = { kind: 'shelter', principalId: shelter };
      await attacker.call('POST', `/api/v1/users/${account.id}/memberships`, membership);
    },
    /** From inside the account: the same password chosen anew would hide how the first one came. */
    changeFromInside: async (account) => {
      const inside = await signIn(account);
      if (!inside) return;
      const newPassword = `phrase ${randomBytes(12).toString('hex')}`;
      const body = { currentPassword: account.ofAttacker, newPassword };
      const { status } = await inside('POST', '/api/v1/account/password', body);
      if (status === 200) account.ofAttacker = newPassword;
    },
  };

  /** As this account with the password that the attacker chose, if they did. */
  const signIn = async (account) => {
    if (!account.ofAttacker) return null;
    await db.admin.query('DELETE FROM rate_limits');
    const jar = new Map();
    const ask = async (method, path, body) => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const csrf = jar.get('csrf') ?? '';
      const answer = await call(web.port, method, path, {
        headers: { ...(cookie && { cookie }), 'x-csrf-token': csrf },
        body,
      });
      for (const line of [].concat(answer.headers['set-cookie'] ?? [])) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
        jar.set(name, value);
      }
      if (answer.body?.csrfToken) jar.set('csrf', answer.body.csrfToken);
      return answer;
    };
    await ask('GET', '/api/v1/session');
    const credentials = { email: account.email, password: account.ofAttacker };
    const { status } = await ask('POST', '/api/v1/session', credentials);
    if (status !== 201) return null;
    did('signed in');
    return ask;
  };

  const routine = {
    confirm: async (account) => {
      const about = await file(colleague, account);
      const mustAsk = about?.chosenByLink?.mayNotConfirm ?? null;
      // Asked by voice, a person says what is so; an account without a person has nobody to ask.
      if (mustAsk !== null && account.chosenBy !== 'person') return;
      for (const { id } of heldRoles(about).filter((role) => role.waiting)) {
        const { status } = await colleague.call('POST', `/api/v1/roles/${id}/confirmation`);
        if (status === 204) did('role confirmed');
      }
    },
    handOver: async (account) => {
      const { link } = (await file(colleague, account)) ?? {};
      if (!link) return;
      const path = `/api/v1/password-links/${link.id}/confirmation`;
      const { status, body } = await colleague.call('POST', path);
      if (status !== 201) return;
      did('link handed over');
      if (account.person) await choose(account, body.path, 'person');
    },
    askForLink: async (account) => {
      if (account.person) {
        await colleague.call('POST', `/api/v1/users/${account.id}/password-links`);
      }
    },
    give: async (account) => {
      const role = one(WANTED);
      if (account.person) {
        await colleague.call('POST', `/api/v1/users/${account.id}/roles`, { role });
      }
    },
    reopen: (account) => colleague.call('DELETE', `/api/v1/users/${account.id}/closing`),
  };

  const act = async (acting) => one(Object.values(acting))(one(accounts));
  return {
    colleague,
    attackerActs: () => act(attacks),
    colleagueActs: () => act(routine),
    /** Those in which the attacker sits with a right, and the attacker's own if it has grown one. */
    accountsTaken: async () => {
      const taken = [];
      for (const account of accounts) {
        const inside = await signIn(account);
        const roles = inside ? (await inside('GET', '/api/v1/session')).body.actor.roles : [];
        const rights = roles.filter((role) => role !== 'partner_viewer');
        if (rights.length) taken.push(`${account.person ? 'of a person' : 'invented'}, ${rights}`);
      }
      const { actor } = (await attacker.call('GET', '/api/v1/session')).body;
      const grown = (actor?.roles ?? []).filter((role) => role !== 'administrator');
      if (grown.length) taken.push(`their own, ${grown}`);
      return taken;
    },
  };
}

async function aShelter({ admin }) {
  const id = randomUUID();
  await admin.query('BEGIN');
  await admin.query(`SELECT set_config('mawa.actor', $1, true), set_config('mawa.now', $2, true)`, [
    SYSTEM[0],
    new Date().toISOString(),
  ]);
  await admin.query(
    `INSERT INTO shelters (id, code_name, region, kind, receives, languages)
     VALUES ($1, $2, '04', 'emergency', '{woman}', '{fr}')`,
    [id, `Maison ${id.slice(0, 6)}`],
  );
  await admin.query('COMMIT');
  return id;
}

async function administrator(db, web) {
  const id = await aUser(db, 'administrator');
  const headers = await session(db, web, id);
  return { id, call: (method, path, body) => call(web.port, method, path, { headers, body }) };
}
