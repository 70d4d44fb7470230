import type { Tx } from '../../platform/database/transactions';
import type { Digest, DigestKind } from './learner-seals.service';
import type { LearnerComparison } from './match.rules';

interface KnownLearner {
  /** Null: of the same file, not written yet. */
  readonly number: number | null;
  /** Row of the file in which they first occur. */
  readonly row: number | null;
  readonly digests: ReadonlyMap<DigestKind, ReadonlySet<string>>;
}
export type LearnerCandidate = LearnerComparison & { readonly row: number | null };

/** Known officials by digest, including those of the same file; looked up once for all that are registered together. */
export class KnownLearners {
  private readonly known = new Map<string, KnownLearner>();
  private readonly found = new Map<string, Set<string>>();

  static async of(tx: Tx, asked: readonly Digest[]): Promise<KnownLearners> {
    const rows = await tx.query<{ id: string; number: number; what: DigestKind; digest: Buffer }>(
      `WITH asked AS (SELECT what, digest FROM unnest($1::text[], $2::bytea[]) AS a (what, digest)),
            them AS (SELECT DISTINCT coalesce(l.merged_into, l.id) AS id FROM capacity_digests d JOIN asked USING (what, digest)
              JOIN capacity_learners l ON l.id = d.learner_id WHERE d.what IN ('name', 'email'))
       SELECT k.id, k.number, d.what, d.digest FROM them JOIN capacity_learners k ON k.id = them.id
         JOIN capacity_learners l ON l.id = k.id OR l.merged_into = k.id JOIN capacity_digests d ON d.learner_id = l.id`,
      [asked.map(({ what }) => what), asked.map(({ digest }) => digest)],
    );
    const all = new KnownLearners();
    for (const id of new Set(rows.map((row) => row.id))) {
      const own = rows.filter((row) => row.id === id);
      all.add(id, own, { number: own[0]!.number, row: null });
    }
    return all;
  }

  add(id: string, digests: readonly Digest[], more: Pick<KnownLearner, 'number' | 'row'>): void {
    const before = this.known.get(id);
    const all = new Map(
      [...(before?.digests ?? [])].map(([what, set]) => [what, new Set(set)] as const),
    );
    for (const { what, digest } of digests) {
      const hex = digest.toString('hex');
      all.set(what, (all.get(what) ?? new Set()).add(hex));
      const key = `${what} ${hex}`;
      this.found.set(key, (this.found.get(key) ?? new Set()).add(id));
    }
    this.known.set(id, { ...(before ?? more), digests: all });
  }

  like(digests: readonly Digest[]): LearnerCandidate[] {
    const ids = new Set(
      digests
        .filter(({ what }) => what === 'name' || what === 'email')
        .flatMap(({ what, digest }) => [
          ...(this.found.get(`${what} ${digest.toString('hex')}`) ?? []),
        ]),
    );
    return [...ids].map((id) => this.compared(id, digests));
  }

  private compared(id: string, digests: readonly Digest[]): LearnerCandidate {
    const { number, row, digests: own } = this.known.get(id)!;
    const same = (what: DigestKind): boolean | null => {
      const [asked] = digests.filter((one) => one.what === what);
      const there = own.get(what);
      return asked && there ? there.has(asked.digest.toString('hex')) : null;
    };
    return {
      id,
      number: number ?? 0,
      row,
      sameName: same('name') ?? false,
      sameOffice: same('office') ?? false,
      sameEmail: same('email'),
      samePhone: same('phone'),
    };
  }
}
