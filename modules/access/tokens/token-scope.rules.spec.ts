import { type Actor, type Role, ROLES } from '../../platform/shared/actor';
import { may, type Permission, PERMISSIONS, rolesThatMay } from '../permissions.rules';
import {
  actingThrough,
  areaOf,
  grantableTo,
  isForTokens,
  isReading,
  permissionsAt,
  TOKEN_AREAS,
  TOKEN_PERMISSIONS,
} from './token-scope.rules';

const shelters = ['a', 'b', 'c'].map((letter) => `00000000-0000-4000-8000-00000000000${letter}`);
const holding = (roles: readonly Role[], more: Partial<Actor> = {}): Actor => ({
  userId: '00000000-0000-4000-8000-0000000000aa',
  name: 'Compte',
  roles,
  organisationId: null,
  organisationKind: null,
  shelterIds: shelters,
  language: 'fr',
  system: false,
  ...more,
});
const kept = (permissions: readonly string[], more = {}) => ({
  id: '00000000-0000-4000-8000-0000000000bb',
  permissions,
  readsOnly: false,
  places: null,
  ...more,
});

/** The same numbers each time. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('the scope of a token', () => {
  it('has an area in the words of the page for each permission that a token may hold', () => {
    expect(TOKEN_PERMISSIONS.filter((one) => areaOf(one) === undefined)).toEqual([]);
    const used = new Set(TOKEN_PERMISSIONS.map(areaOf));
    expect(TOKEN_AREAS.filter((area) => !used.has(area))).toEqual([]);
  });

  it('never holds what people decide in person', () => {
    const inPerson: Permission[] = [
      'account:own',
      'users:manage',
      'shelter-address:show',
      'duty-number:read',
      'duty-number:write',
      'break-glass:break',
      'erasures:decide',
      'rights:handle',
      'settings:decide',
      'grants:confirm',
      'complaints:handle',
      'people:assign',
    ];
    expect(inPerson.filter(isForTokens)).toEqual([]);
    const approving = PERMISSIONS.filter((one) => /:(approve|confirm|decide|agree|sign)/.test(one));
    expect(approving.filter(isForTokens)).toEqual([]);
    expect(approving.length).toBeGreaterThan(12);
  });

  it('is never wider than its owner, whatever the roles and whatever the scope', () => {
    const next = chances(28);
    const some = <T>(all: readonly T[], share: number) => all.filter(() => next() < share);
    let opened = 0;
    for (let round = 0; round < 3_000; round += 1) {
      const kinds = [null, 'agency', 'partner', 'donor', 'commission'] as const;
      const owner = holding(some(ROLES, 0.25), {
        organisationKind: kinds[Math.floor(next() * kinds.length)]!,
      });
      const scope = some(PERMISSIONS, next());
      const places = next() < 0.5 ? null : some(shelters, 0.5);
      const program = actingThrough(owner, kept(scope, { places }));
      const held = PERMISSIONS.filter((permission) => may(program, permission));
      opened += held.length;
      const wider = held.filter(
        (one) => !may(owner, one) || !scope.includes(one) || !isForTokens(one),
      );
      expect(wider).toEqual([]);
      expect(program.token!.roles.every((role) => owner.roles.includes(role))).toBe(true);
      expect(program.shelterIds.every((id) => owner.shelterIds.includes(id))).toBe(true);
      if (places) expect(program.shelterIds.every((id) => places.includes(id))).toBe(true);
    }
    expect(opened).toBeGreaterThan(10_000);
  });

  it('opens all of it where it holds all of it: nothing more is lost than what people do', () => {
    for (const role of ROLES) {
      const owner = holding([role]);
      const program = actingThrough(owner, kept(grantableTo(owner)));
      const lost = PERMISSIONS.filter((one) => may(owner, one) && !may(program, one));
      expect(lost.filter(isForTokens)).toEqual([]);
    }
  });

  it('counts only the roles that its permissions need, and those of readers outside always', () => {
    const owner = holding(['finance_officer', 'auditor', 'partner_viewer']);
    const program = actingThrough(owner, kept(['rates:enter']));
    expect(rolesThatMay('rates:enter')).toEqual(['finance_officer']);
    expect(program.token!.roles).toEqual(['finance_officer', 'partner_viewer']);
    expect(actingThrough(owner, kept(['no:such'])).token).toMatchObject({
      permissions: [],
      roles: ['partner_viewer'],
    });
  });

  it('reads with the level “read”, and changes with “read and change”', () => {
    const reading = permissionsAt({ people: 'read' });
    expect(reading).toContain('people:read');
    expect(reading).not.toContain('people:register');
    expect(reading.every(isReading)).toBe(true);
    expect(permissionsAt({ people: 'write' })).toEqual(
      expect.arrayContaining([...reading, 'people:register']),
    );
    expect(permissionsAt({ people: 'write' })).not.toContain('people:show-identity');
    expect(permissionsAt({})).toEqual([]);
  });
});
