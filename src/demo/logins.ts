import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../modules/platform/shared/actor';

export interface DemoLogin {
  readonly key: string;
  readonly name: string;
  readonly arabicName: string;
  readonly email: string;
  readonly roles: readonly Role[];
  /** Code names of the shelters where this person works. */
  readonly shelters?: readonly string[];
  readonly organisation?: string;
}

/**
 * One person a role that has work here; two administrators, because one alone cannot confirm a role, three
 * programme officers, because one alone cannot approve a report and three sit in the committee, two of the commission, because one alone cannot approve a list, and three focal points, because a
 * complaint about one is read by another.
 */
export const DEMO_LOGINS: readonly DemoLogin[] = [
  {
    key: 'amal',
    name: 'Amal Idrissi',
    arabicName: 'أمل الإدريسي',
    email: 'amal@demo.mawa',
    roles: ['administrator'],
  },
  {
    key: 'driss',
    name: 'Driss Tazi',
    arabicName: 'إدريس التازي',
    email: 'driss@demo.mawa',
    roles: ['administrator'],
  },
  {
    key: 'samira',
    name: 'Samira Bennis',
    arabicName: 'سميرة بنيس',
    email: 'samira@demo.mawa',
    roles: ['shelter_manager'],
    shelters: ['Maison Argane'],
    organisation: 'ARGANE',
  },
  {
    key: 'houda',
    name: 'Houda Filali',
    arabicName: 'هدى الفيلالي',
    email: 'houda@demo.mawa',
    roles: ['shelter_manager'],
    shelters: ['Maison Safran'],
    organisation: 'SAFRAN',
  },
  {
    key: 'yassine',
    name: 'Yassine Alaoui',
    arabicName: 'ياسين العلوي',
    email: 'yassine@demo.mawa',
    roles: ['shelter_manager'],
    shelters: ['Maison Cèdre'],
    organisation: 'CEDRE',
  },
  {
    key: 'leila',
    name: 'Leïla Mansouri',
    arabicName: 'ليلى المنصوري',
    email: 'leila@demo.mawa',
    roles: ['reintegration_officer'],
    organisation: 'IOM',
  },
  {
    key: 'karim',
    name: 'Karim Ouazzani',
    arabicName: 'كريم الوزاني',
    email: 'karim@demo.mawa',
    roles: ['reintegration_officer'],
    organisation: 'IOM',
  },
  {
    key: 'salma',
    name: 'Salma Kettani',
    arabicName: 'سلمى الكتاني',
    email: 'salma@demo.mawa',
    roles: ['case_supervisor'],
    organisation: 'IOM',
  },
  {
    key: 'sanae',
    name: 'Sanae Rami',
    arabicName: 'سناء الرامي',
    email: 'sanae@demo.mawa',
    roles: ['hotline_operator'],
    organisation: 'IOM',
  },
  {
    key: 'rim',
    name: 'Rim Belkacem',
    arabicName: 'ريم بلقاسم',
    email: 'rim@demo.mawa',
    roles: ['legal_officer'],
    organisation: 'UNODC',
  },
  {
    key: 'nadia',
    name: 'Nadia Berrada',
    arabicName: 'نادية برادة',
    email: 'nadia@demo.mawa',
    roles: ['programme_officer'],
    organisation: 'IOM',
  },
  {
    key: 'anas',
    name: 'Anas Cherkaoui',
    arabicName: 'أنس الشرقاوي',
    email: 'anas@demo.mawa',
    roles: ['programme_officer'],
    organisation: 'IOM',
  },
  {
    key: 'mouna',
    name: 'Mouna Slaoui',
    arabicName: 'منى السلاوي',
    email: 'mouna@demo.mawa',
    roles: ['programme_officer'],
    organisation: 'UNODC',
  },
  {
    key: 'meryem',
    name: 'Meryem Lahlou',
    arabicName: 'مريم لحلو',
    email: 'meryem@demo.mawa',
    roles: ['commission_officer'],
    organisation: 'CNCLT',
  },
  {
    key: 'ilyas',
    name: 'Ilyas Sbihi',
    arabicName: 'إلياس السبيحي',
    email: 'ilyas@demo.mawa',
    roles: ['commission_officer'],
    organisation: 'CNCLT',
  },
  {
    key: 'omar',
    name: 'Omar Chraïbi',
    arabicName: 'عمر الشرايبي',
    email: 'omar@demo.mawa',
    roles: ['finance_officer'],
    organisation: 'IOM',
  },
  {
    key: 'jane',
    name: 'Jane Doyle',
    arabicName: 'جين دويل',
    email: 'jane@demo.mawa',
    roles: ['donor_viewer'],
    organisation: 'JTIP',
  },
  {
    key: 'younes',
    name: 'Younes Amrani',
    arabicName: 'يونس العمراني',
    email: 'younes@demo.mawa',
    roles: ['partner_viewer'],
    organisation: 'MINARET',
  },
  {
    key: 'khadija',
    name: 'Khadija Lamrani',
    arabicName: 'خديجة العمراني',
    email: 'khadija@demo.mawa',
    roles: ['focal_point'],
    organisation: 'UNODC',
  },
  {
    key: 'mehdi',
    name: 'Mehdi Sebti',
    arabicName: 'مهدي السبتي',
    email: 'mehdi@demo.mawa',
    roles: ['focal_point'],
    organisation: 'MINARET',
  },
  {
    key: 'zineb',
    name: 'Zineb Chami',
    arabicName: 'زينب الشامي',
    email: 'zineb@demo.mawa',
    roles: ['focal_point'],
    organisation: 'CNCLT',
  },
  {
    key: 'rachid',
    name: 'Rachid Benomar',
    arabicName: 'رشيد بنعمر',
    email: 'rachid@demo.mawa',
    roles: ['auditor'],
  },
];

interface DemoState {
  readonly password: string;
  readonly builtFor: string;
  /** False while the programme is still being filled beside the open pages. */
  readonly complete: boolean;
}

const demoStateFile = (data: string): string => join(data, 'demo.json');

/** Kept beside the data, so that a second start prints the same logins; null before the first. */
export function readDemoState(data: string): DemoState | null {
  const file = demoStateFile(data);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoState) : null;
}

export const writeDemoState = (data: string, state: DemoState): void =>
  writeFileSync(demoStateFile(data), JSON.stringify(state, null, 2), { mode: 0o600 });

/** Easy to type on a phone, different on each installation. */
export const newPassword = (): string =>
  `argane-${randomInt(1000, 9999)}-safran-${randomInt(1000, 9999)}`;
