import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import type { Period } from '../../platform/shared/periods.rules';

/** Port: figures that another module adds to those of training: a key of the response and a block of the page. */
export interface TrainingFigureBlock<F = unknown> {
  readonly name: string;
  figures(tx: Tx, period: Period): Promise<F>;
  model(figures: F, language: Language): unknown;
}

@Injectable()
export class TrainingFigureBlocks {
  private readonly blocks: TrainingFigureBlock[] = [];

  add<F>(block: TrainingFigureBlock<F>): void {
    this.blocks.push(block as TrainingFigureBlock);
  }

  async figures(tx: Tx, period: Period): Promise<Record<string, unknown>> {
    const all: Record<string, unknown> = {};
    for (const block of this.blocks) all[block.name] = await block.figures(tx, period);
    return all;
  }

  /** `figures` has those of each block under its name. */
  models(figures: object, language: Language): Record<string, unknown> {
    const all = figures as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      this.blocks.map((block) => [block.name, block.model(all[block.name], language)]),
    );
  }
}
