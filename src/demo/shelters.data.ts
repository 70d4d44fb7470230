import type { LocalNames } from '../../modules/platform/shared/local-names';

/** The three invented shelters: sixty beds, named after trees and spices, never after a place. */
export interface DemoRoom {
  readonly name: string;
  readonly names: LocalNames;
  readonly mix: 'women' | 'men' | 'family' | 'minors';
  readonly floor: number;
  readonly stepFree: boolean;
  readonly beds: readonly ('single' | 'bunk_lower' | 'bunk_upper' | 'cot')[];
}

export interface DemoShelter {
  readonly codeName: string;
  readonly names: LocalNames;
  readonly region: string;
  readonly kind: 'emergency' | 'temporary';
  readonly receives: readonly ('woman' | 'man' | 'girl' | 'boy')[];
  readonly languages: readonly string[];
  readonly night: {
    readonly doorsClose: string;
    readonly doorsOpen: string;
    readonly lateArrivals: boolean;
    readonly nightStaff: 'awake' | 'asleep' | 'on_call';
  };
  readonly address: string;
  /** Answered day and night; a number that is not given to anybody. */
  readonly dutyNumber: string;
  readonly nightRate: string;
  readonly rooms: readonly DemoRoom[];
}

const four = ['single', 'single', 'single', 'single'] as const;
const bunks = ['bunk_lower', 'bunk_upper', 'bunk_lower', 'bunk_upper'] as const;
const family = ['single', 'single', 'single', 'cot'] as const;

export const DEMO_SHELTERS: readonly DemoShelter[] = [
  {
    codeName: 'Maison Argane',
    names: { ar: 'دار أركان' },
    region: '04',
    kind: 'emergency',
    receives: ['woman', 'girl', 'boy'],
    languages: ['ary', 'fra', 'tzm'],
    night: { doorsClose: '22:30', doorsOpen: '06:30', lateArrivals: true, nightStaff: 'awake' },
    address: '17 impasse des Lauriers inventés, Rabat',
    dutyNumber: '05 37 00 00 11',
    nightRate: '260.00',
    rooms: [
      {
        name: 'Jasmin',
        names: { ar: 'الياسمين' },
        mix: 'women',
        floor: 0,
        stepFree: true,
        beds: four,
      },
      {
        name: 'Menthe',
        names: { ar: 'النعناع' },
        mix: 'women',
        floor: 0,
        stepFree: true,
        beds: four,
      },
      {
        name: 'Thym',
        names: { ar: 'الزعتر' },
        mix: 'women',
        floor: 1,
        stepFree: false,
        beds: bunks,
      },
      {
        name: 'Amande',
        names: { ar: 'اللوز' },
        mix: 'family',
        floor: 0,
        stepFree: true,
        beds: family,
      },
      {
        name: 'Figue',
        names: { ar: 'التين' },
        mix: 'family',
        floor: 0,
        stepFree: true,
        beds: family,
      },
      {
        name: 'Grenade',
        names: { ar: 'الرمان' },
        mix: 'family',
        floor: 1,
        stepFree: false,
        beds: family,
      },
    ],
  },
  {
    codeName: 'Maison Safran',
    names: { ar: 'دار الزعفران' },
    region: '06',
    kind: 'temporary',
    receives: ['woman', 'girl', 'boy'],
    languages: ['ary', 'fra', 'eng'],
    night: { doorsClose: '21:30', doorsOpen: '07:00', lateArrivals: false, nightStaff: 'on_call' },
    address: '4 rue des Mûriers inventés, Casablanca',
    dutyNumber: '05 22 00 00 12',
    nightRate: '230.00',
    rooms: [
      {
        name: 'Anis',
        names: { ar: 'اليانسون' },
        mix: 'women',
        floor: 0,
        stepFree: true,
        beds: four,
      },
      {
        name: 'Cumin',
        names: { ar: 'الكمون' },
        mix: 'women',
        floor: 1,
        stepFree: false,
        beds: bunks,
      },
      {
        name: 'Sésame',
        names: { ar: 'السمسم' },
        mix: 'women',
        floor: 1,
        stepFree: false,
        beds: four,
      },
      {
        name: 'Cannelle',
        names: { ar: 'القرفة' },
        mix: 'family',
        floor: 0,
        stepFree: true,
        beds: family,
      },
      {
        name: 'Vanille',
        names: { ar: 'الفانيليا' },
        mix: 'family',
        floor: 1,
        stepFree: false,
        beds: family,
      },
    ],
  },
  {
    codeName: 'Maison Cèdre',
    names: { ar: 'دار الأرز' },
    region: '07',
    kind: 'emergency',
    receives: ['man', 'boy'],
    languages: ['ary', 'fra', 'eng'],
    night: { doorsClose: '23:00', doorsOpen: '06:00', lateArrivals: true, nightStaff: 'asleep' },
    address: '29 chemin des Oliviers inventés, Marrakech',
    dutyNumber: '05 24 00 00 13',
    nightRate: '210.00',
    rooms: [
      { name: 'Chêne', names: { ar: 'البلوط' }, mix: 'men', floor: 0, stepFree: true, beds: four },
      {
        name: 'Frêne',
        names: { ar: 'الدردار' },
        mix: 'men',
        floor: 1,
        stepFree: false,
        beds: bunks,
      },
      { name: 'Orme', names: { ar: 'النبق' }, mix: 'men', floor: 1, stepFree: false, beds: four },
      {
        name: 'Peuplier',
        names: { ar: 'الحور' },
        mix: 'minors',
        floor: 0,
        stepFree: true,
        beds: four,
      },
    ],
  },
];
