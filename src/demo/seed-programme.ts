import type { INestApplicationContext } from '@nestjs/common';
import {
  bytesOfBase32,
  codeOf,
  Memberships,
  PasswordHashes,
  RoleGrants,
  SecondFactors,
  Sessions,
  stepAt,
  Users,
} from '../../modules/access';
import {
  ExchangeRates,
  GrantProposals,
  JTIP_GRANT,
  type OpenedGrant,
} from '../../modules/grant-budgeting';
import { Organisations } from '../../modules/organisations';
import { ShelterProfiles, ShelterAddress, Shelters } from '../../modules/shelter-inventory';
import { Transactions } from '../../modules/platform/database/transactions';
import { SETUP_ACTOR, HOUSEKEEPING_ACTOR, type Actor } from '../../modules/platform/shared/actor';
import type { CivilDate } from '../../modules/platform/shared/nights.rules';
import { Clock } from '../../modules/platform/shared/clock';
import { SECOND_FACTOR_ROLES } from '../../migrations/data/role-requirements';
import { confirmedSetting } from './confirmed-setting';
import { DEMO_LOGINS } from './logins';
import { DEMO_SHELTERS, type DemoRoom } from './shelters.data';

export interface SeededRoom extends DemoRoom {
  readonly roomId: string;
  readonly shelterId: string;
  readonly bedIds: readonly { readonly bedId: string; readonly kind: string }[];
}

export interface SeededProgramme {
  readonly grant: OpenedGrant;
  readonly rooms: readonly SeededRoom[];
  readonly shelters: ReadonlyMap<string, string>;
  /** The people of the demonstration with their rights, by the key of `logins.ts`. */
  actor(key: string): Promise<Actor>;
}

const PARTNERS = [
  [
    'IOM',
    'agency',
    'Organisation internationale pour les migrations',
    { ar: 'المنظمة الدولية للهجرة', en: 'International Organization for Migration' },
  ],
  [
    'UNODC',
    'agency',
    'Office des Nations Unies contre la drogue et le crime',
    {
      ar: 'مكتب الأمم المتحدة المعني بالمخدرات والجريمة',
      en: 'United Nations Office on Drugs and Crime',
    },
  ],
  [
    'ILO',
    'agency',
    'Organisation internationale du Travail',
    { ar: 'منظمة العمل الدولية', en: 'International Labour Organization' },
  ],
  [
    'CNCLT',
    'commission',
    'Commission nationale de lutte contre la traite',
    { ar: 'اللجنة الوطنية لمكافحة الاتجار بالبشر', en: 'National commission against trafficking' },
  ],
  [
    'JTIP',
    'donor',
    'Département d’État des États-Unis, bureau J/TIP',
    {
      ar: 'وزارة خارجية الولايات المتحدة، مكتب J/TIP',
      en: 'United States Department of State, J/TIP Office',
    },
  ],
  ['ARGANE', 'partner', 'Association Argane (inventée)', { ar: 'جمعية أركان (مختلقة)' }],
  ['SAFRAN', 'partner', 'Association Safran (inventée)', { ar: 'جمعية الزعفران (مختلقة)' }],
  ['CEDRE', 'partner', 'Association Cèdre (inventée)', { ar: 'جمعية الأرز (مختلقة)' }],
  [
    'MINARET',
    'partner',
    'Clinique juridique du Minaret (inventée)',
    { ar: 'عيادة المنارة القانونية (مختلقة)' },
  ],
] as const;

/** Organisations, accounts, shelters, grant and rates: the programme before its first person. */
export async function seedProgramme(
  app: INestApplicationContext,
  password: string,
  bedsFrom: CivilDate,
): Promise<SeededProgramme> {
  const transactions = app.get(Transactions);
  const organisations = app.get(Organisations);
  const users = app.get(Users);
  const grants = app.get(RoleGrants);
  const memberships = app.get(Memberships);
  const ids = new Map<string, string>();
  const passwordHash = await app.get(PasswordHashes).hash(password);
  const people = new Map<string, string>();

  await transactions.run(SETUP_ACTOR, async (tx) => {
    for (const [code, kind, name, names] of PARTNERS) {
      const country = code === 'JTIP' ? 'US' : 'MA';
      ids.set(code, (await organisations.createIn(tx, { code, kind, name, names, country })).id);
    }
    for (const login of DEMO_LOGINS) {
      const organisationId = login.organisation ? ids.get(login.organisation) : null;
      const user = {
        email: login.email,
        name: login.name,
        arabicName: login.arabicName,
        organisationId,
      };
      people.set(login.key, (await users.createIn(tx, user, passwordHash)).id);
    }
  });
  const roles = await transactions.run(SETUP_ACTOR, async (tx) => {
    const granted: string[] = [];
    for (const { key, roles: wanted } of DEMO_LOGINS) {
      for (const role of wanted) {
        granted.push((await grants.grantIn(tx, people.get(key)!, role)).id);
      }
    }
    return granted;
  });
  // The second person of the setting up is another system user; later it is another administrator.
  await transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
    for (const id of roles) await grants.confirmIn(tx, id);
  });
  const actor = async (key: string): Promise<Actor> =>
    (await app.get(Sessions).actorById(people.get(key)!))!;

  for (const { key, email, roles: held } of DEMO_LOGINS)
    if (held.some((role) => SECOND_FACTOR_ROLES.includes(role)))
      await setUpSecondFactor(app, await actor(key), email);

  const amal = await actor('amal');
  const { rooms, shelters } = await buildShelters(app, amal, bedsFrom);
  await transactions.run(amal, async (tx) => {
    for (const { key, shelters: names = [] } of DEMO_LOGINS) {
      for (const name of names)
        await memberships.joinIn(tx, people.get(key)!, {
          kind: 'shelter',
          principalId: shelters.get(name)!,
        });
    }
  });
  const omar = await actor('omar');
  const proposals = app.get(GrantProposals);
  const nadia = await actor('nadia');
  const { id } = await proposals.propose(omar, JTIP_GRANT);
  const { grantId } = await proposals.decide(nadia, id, 'confirmed');
  const grant = await transactions.run(omar, async (tx) => {
    const lines = await tx.query<{ code: string; id: string }>(
      'SELECT code, id FROM budget_lines WHERE grant_id = $1',
      [grantId],
    );
    return {
      grantId: grantId!,
      lines: Object.fromEntries(lines.map(({ code, id }) => [code, id])),
    } satisfies OpenedGrant;
  });
  for (const { codeName, kind, nightRate } of DEMO_SHELTERS) {
    const price = {
      shelterId: shelters.get(codeName)!,
      from: bedsFrom,
      amount: nightRate,
      currency: 'MAD',
      lineId: grant.lines[kind === 'emergency' ? 'IOM-1.1' : 'IOM-1.2']!,
      source: 'invented for the demonstration',
    };
    await confirmedSetting(app, nadia, app.get(ExchangeRates).proposeNight(omar, price));
  }
  return { grant, rooms, shelters, actor };
}

/** Where its database is marked synthetic, the sign-in page shows the codes of this app, which nobody has. */
async function setUpSecondFactor(app: INestApplicationContext, actor: Actor, email: string) {
  const factors = app.get(SecondFactors);
  const nowhere = { address: '127.0.0.1', devices: [], session: undefined };
  await factors.begin(actor, nowhere);
  const { secret } = (await factors.unconfirmed(actor, email, nowhere))!;
  const code = codeOf(bytesOfBase32(secret), stepAt(app.get(Clock).now()));
  await factors.confirm(actor, code, nowhere);
}

async function buildShelters(app: INestApplicationContext, admin: Actor, from: CivilDate) {
  const inventory = app.get(Shelters);
  const shelters = new Map<string, string>();
  const rooms: SeededRoom[] = [];
  for (const shelter of DEMO_SHELTERS) {
    const shelterId = await app.get(Transactions).run(admin, async (tx) => {
      const { id } = await inventory.createIn(tx, {
        codeName: shelter.codeName,
        names: shelter.names,
        region: shelter.region,
        kind: shelter.kind,
        receives: [...shelter.receives],
        languages: [...shelter.languages],
      });
      await app.get(ShelterProfiles).changeIn(tx, id, { from: tx.tonight, ...shelter.night });
      for (const room of shelter.rooms) {
        const { id: roomId } = await inventory.addRoomIn(tx, id, room);
        const bedIds: { bedId: string; kind: string }[] = [];
        for (const [at, kind] of room.beds.entries()) {
          const label = `${room.name[0]}${at + 1}`;
          const { id: bedId } = await inventory.addBedIn(tx, roomId, { label, kind, from });
          bedIds.push({ bedId, kind });
        }
        rooms.push({ ...room, roomId, shelterId: id, bedIds });
      }
      return id;
    });
    shelters.set(shelter.codeName, shelterId);
    await app.get(ShelterAddress).write(admin, shelterId, shelter.address);
  }
  return { rooms, shelters };
}
