/**
 * Entries of the side navigation by role; pages check permissions themselves. Five to seven entries per role: related
 * rare pages share one entry.
 */
import type { Actor, Role } from '../shared/actor';

export interface NavigationEntry {
  readonly key: string;
  readonly icon: string;
  readonly path: string;
  /** Empty: everybody who is signed in. */
  readonly roles: readonly Role[];
  /** With others of that group one entry of the side; alone an entry of its own. */
  readonly under?: Group;
}

type Group = 'supervision' | 'definitions' | 'help' | 'figures' | 'oversight';
const GROUP_ICONS: Readonly<Record<Group, string>> = {
  supervision: 'users-group',
  definitions: 'list-details',
  help: 'heart-handshake',
  figures: 'chart-bar',
  oversight: 'list-search',
};

const CARE: readonly Role[] = [
  'shelter_manager',
  'shelter_staff',
  'reintegration_officer',
  'case_supervisor',
];
const FIGURES: readonly Role[] = ['programme_officer', 'finance_officer', 'auditor'];

export const NAVIGATION: readonly NavigationEntry[] = [
  { key: 'home', icon: 'home', path: '/', roles: [] },
  {
    key: 'tasks',
    icon: 'checklist',
    path: '/tasks',
    roles: [
      ...CARE,
      'legal_officer',
      'hotline_operator',
      'programme_officer',
      'finance_officer',
      'administrator',
      'focal_point',
      'auditor',
    ],
  },
  { key: 'hotline', icon: 'phone', path: '/hotline', roles: ['hotline_operator'] },
  { key: 'beds', icon: 'bed', path: '/beds', roles: [...CARE, 'hotline_operator'] },
  { key: 'house', icon: 'home-heart', path: '/house', roles: ['shelter_manager', 'shelter_staff'] },
  { key: 'people', icon: 'folders', path: '/people', roles: [...CARE, 'legal_officer'] },
  {
    key: 'assessments',
    icon: 'clipboard-check',
    path: '/assessments',
    roles: ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  },
  {
    key: 'caseload',
    icon: 'users',
    path: '/caseload',
    roles: ['case_supervisor'],
    under: 'supervision',
  },
  {
    key: 'absences',
    icon: 'user-check',
    path: '/absences',
    roles: ['case_supervisor'],
    under: 'supervision',
  },
  {
    key: 'reviews',
    icon: 'lock-open',
    path: '/break-glass/reviews',
    roles: ['case_supervisor'],
    under: 'supervision',
  },
  { key: 'services', icon: 'heart-handshake', path: '/services', roles: CARE, under: 'help' },
  {
    key: 'returns',
    icon: 'map-pin',
    path: '/returns',
    roles: ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
    under: 'help',
  },
  { key: 'training', icon: 'book', path: '/training', roles: CARE, under: 'help' },
  {
    key: 'courses',
    icon: 'school',
    path: '/training/courses',
    roles: ['programme_officer'],
    under: 'definitions',
  },
  {
    key: 'work',
    icon: 'briefcase',
    path: '/training/work',
    roles: ['reintegration_officer', 'case_supervisor'],
    under: 'help',
  },
  {
    key: 'placements',
    icon: 'alert-triangle',
    path: '/training/placements',
    roles: ['reintegration_officer', 'case_supervisor'],
    under: 'help',
  },
  {
    key: 'projects',
    icon: 'building-store',
    path: '/training/projects',
    roles: ['reintegration_officer', 'case_supervisor'],
    under: 'help',
  },
  {
    key: 'committee',
    icon: 'gavel',
    path: '/training/projects',
    roles: ['programme_officer', 'finance_officer'],
    under: 'definitions',
  },
  {
    key: 'employers',
    icon: 'briefcase',
    path: '/training/work',
    roles: ['programme_officer'],
    under: 'definitions',
  },
  {
    key: 'capacity',
    icon: 'certificate',
    path: '/training/capacity',
    roles: ['programme_officer'],
    under: 'definitions',
  },
  {
    key: 'officials',
    icon: 'certificate',
    path: '/training/capacity',
    roles: ['case_supervisor'],
    under: 'help',
  },
  { key: 'referrals', icon: 'arrows-right-left', path: '/referrals', roles: CARE, under: 'help' },
  { key: 'partners', icon: 'building-community', path: '/partners', roles: CARE, under: 'help' },
  {
    key: 'htcds',
    icon: 'transfer',
    path: '/htcds',
    roles: ['reintegration_officer', 'case_supervisor'],
    under: 'help',
  },
  {
    key: 'hearings',
    icon: 'gavel',
    path: '/hearings',
    roles: ['legal_officer', 'reintegration_officer'],
  },
  { key: 'courts', icon: 'building-bank', path: '/courts', roles: ['legal_officer'] },
  {
    key: 'legal-figures',
    icon: 'chart-bar',
    path: '/legal/figures',
    roles: ['legal_officer', 'programme_officer'],
    under: 'figures',
  },
  {
    key: 'return-figures',
    icon: 'chart-bar',
    path: '/returns/figures',
    roles: ['programme_officer'],
    under: 'figures',
  },
  { key: 'complaints', icon: 'mail', path: '/complaints', roles: ['focal_point'] },
  {
    key: 'hotline',
    icon: 'phone',
    path: '/hotline',
    roles: ['case_supervisor'],
    under: 'supervision',
  },
  {
    key: 'complaint-phone',
    icon: 'message-circle',
    path: '/complaints/phone',
    roles: ['hotline_operator'],
  },
  { key: 'dashboard', icon: 'chart-bar', path: '/dashboard', roles: FIGURES, under: 'figures' },
  { key: 'budget', icon: 'coins', path: '/budget', roles: FIGURES },
  { key: 'nights', icon: 'moon-stars', path: '/nights', roles: FIGURES, under: 'figures' },
  {
    key: 'reports',
    icon: 'report-analytics',
    path: '/reports',
    roles: [...FIGURES, 'partner_viewer', 'commission_officer', 'donor_viewer'],
  },
  {
    key: 'erasures',
    icon: 'eraser',
    path: '/erasures',
    roles: ['case_supervisor'],
    under: 'supervision',
  },
  {
    key: 'consent-texts',
    icon: 'file-text',
    path: '/consent-texts',
    roles: ['programme_officer'],
    under: 'definitions',
  },
  {
    key: 'indicators',
    icon: 'target',
    path: '/indicators',
    roles: ['programme_officer', 'finance_officer', 'auditor'],
    under: 'figures',
  },
  {
    key: 'statistics',
    icon: 'chart-bar',
    path: '/statistics',
    roles: ['programme_officer', 'commission_officer'],
    under: 'figures',
  },
  {
    key: 'report-definitions',
    icon: 'template',
    path: '/report-definitions',
    roles: ['programme_officer'],
    under: 'definitions',
  },
  {
    key: 'lists',
    icon: 'list-details',
    path: '/lists',
    roles: ['programme_officer', 'administrator', 'commission_officer'],
    under: 'definitions',
  },
  {
    key: 'settings',
    icon: 'settings',
    path: '/admin/settings',
    roles: ['programme_officer', 'finance_officer'],
    under: 'definitions',
  },
  {
    key: 'settings',
    icon: 'settings',
    path: '/admin/settings',
    roles: ['case_supervisor'],
    under: 'supervision',
  },
  {
    key: 'forms',
    icon: 'forms',
    path: '/forms',
    roles: ['programme_officer'],
    under: 'definitions',
  },
  {
    key: 'placing-rules',
    icon: 'bed',
    path: '/placing-rules',
    roles: ['programme_officer'],
    under: 'definitions',
  },
  { key: 'received', icon: 'inbox', path: '/received', roles: ['partner_viewer'] },
  { key: 'own-money', icon: 'coins', path: '/own-money', roles: ['partner_viewer'] },
  { key: 'notices', icon: 'bell', path: '/notices', roles: ['partner_viewer'] },
  { key: 'audit', icon: 'list-search', path: '/audit', roles: ['auditor'], under: 'oversight' },
  {
    key: 'alarms',
    icon: 'alert-triangle',
    path: '/alarms',
    roles: ['auditor'],
    under: 'oversight',
  },
  {
    key: 'audit-verifications',
    icon: 'checks',
    path: '/audit/verifications',
    roles: ['auditor'],
    under: 'oversight',
  },
  { key: 'exports', icon: 'download', path: '/exports', roles: ['auditor'], under: 'oversight' },
  {
    key: 'processing-register',
    icon: 'list-details',
    path: '/processing-register',
    roles: ['auditor'],
    under: 'oversight',
  },
  {
    key: 'processing-register',
    icon: 'list-details',
    path: '/processing-register',
    roles: ['programme_officer'],
    under: 'definitions',
  },
  { key: 'breaches', icon: 'lock-open', path: '/breaches', roles: ['auditor'], under: 'oversight' },
  {
    key: 'breaches',
    icon: 'lock-open',
    path: '/breaches',
    roles: ['programme_officer'],
    under: 'definitions',
  },
  {
    key: 'breaches',
    icon: 'lock-open',
    path: '/breaches',
    roles: ['case_supervisor'],
    under: 'supervision',
  },
  {
    key: 'alarms',
    icon: 'alert-triangle',
    path: '/alarms',
    roles: ['case_supervisor'],
    under: 'supervision',
  },
  { key: 'alarms', icon: 'alert-triangle', path: '/alarms', roles: ['administrator'] },
  { key: 'admin', icon: 'settings', path: '/admin', roles: ['administrator'] },
];

const hasRole = (actor: Actor, roles: readonly Role[]): boolean =>
  roles.length === 0 || actor.roles.some((role) => roles.includes(role));

const isWithin = (path: string, entry: string): boolean => {
  const bare = path.split('?')[0]!;
  return entry === '/' ? bare === '/' : bare === entry || bare.startsWith(`${entry}/`);
};

/** All pages that the role opens from anywhere, each on its own. */
export const entriesFor = (actor: Actor | null, path: string) => {
  if (actor === null) return [];
  const theirs = NAVIGATION.filter((entry) => hasRole(actor, entry.roles));
  const around = theirs.filter((entry) => isWithin(path, entry.path));
  // Of nested entries the innermost one is current.
  const longest = Math.max(0, ...around.map((entry) => entry.path.length));
  return theirs.map((entry) => ({
    ...entry,
    current: around.includes(entry) && entry.path.length === longest,
  }));
};
type Entry = ReturnType<typeof entriesFor>[number];

/** Side navigation: groups become one entry, with their pages in `entries`. */
export function navigationFor(actor: Actor | null, path: string) {
  const all = entriesFor(actor, path);
  const of = (group: Group) => all.filter(({ under }) => under === group);
  return all.flatMap((entry): (Entry & { entries: Entry[] })[] => {
    const { under } = entry;
    if (!under || of(under).length === 1) return [{ ...entry, entries: [] }];
    const entries = of(under);
    if (entries[0] !== entry) return [];
    const current = entries.some((one) => one.current);
    return [{ ...entry, key: under, icon: GROUP_ICONS[under], current, entries }];
  });
}
