import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { ListedNames, type NamesOfPage } from '../../beneficiaries';
import { ListBars, Views } from '../../views';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import {
  FindCandidates,
  type Candidates,
  casesOf,
  findRequest,
  sheltersToAsk,
  type RequestRow,
} from '../../shelter-beds';
import { BED_BOARD } from '../board-list.data';
import { boardFilterOf, BedBoard, type BoardWithRequests } from '../board.service';
import { isNarrowed, type BoardQuery } from './board-address.rules';

export interface BoardPlacement {
  readonly request: RequestRow;
  /** Null once beds are held: there is nothing left to choose. */
  readonly candidates: Candidates | null;
}
export interface BoardScreenState {
  readonly board: BoardWithRequests;
  readonly placing: BoardPlacement | null;
  readonly shelters: readonly { readonly id: string; readonly codeName: string }[];
  /** Views kept by the reader, for `{{> list-bar}}`. */
  readonly bar: object;
  /** Names of the waiting people. */
  readonly names: NamesOfPage;
  readonly query: BoardQuery;
  readonly madeAt: Date;
}

/** All that the board's page shows, in one transaction. */
@Injectable()
export class BoardScreen {
  constructor(
    private readonly transactions: Transactions,
    private readonly board: BedBoard,
    private readonly candidates: FindCandidates,
    private readonly bars: ListBars,
    private readonly views: Views,
    private readonly names: ListedNames,
  ) {}

  /** Renders an open board again. */
  refresh(actor: Actor, query: BoardQuery): Promise<BoardScreenState> {
    return this.transactions.run(actor, (tx) => this.showIn(tx, query, { isRefresh: true }));
  }

  /** An address that names none of its filters leads to the board as it was last narrowed. */
  open(
    actor: Actor,
    query: BoardQuery,
  ): Promise<BoardScreenState | { readonly leadTo: BoardQuery }> {
    return this.transactions.run(actor, async (tx) => {
      const leadTo = isNarrowed(query) ? null : await this.rememberedIn(tx, query);
      return leadTo ? { leadTo } : this.showIn(tx, query, { isRefresh: false });
    });
  }

  remember(actor: Actor, query: BoardQuery): Promise<unknown> {
    return this.views.remember(actor, BED_BOARD.key, { ...query });
  }

  private async rememberedIn(tx: Tx, query: BoardQuery): Promise<BoardQuery | null> {
    const filters = (await this.views.rememberedIn(tx, BED_BOARD)) as Record<string, string>;
    const { shelter, ...others } = filters;
    // A house that has closed since is no longer asked for.
    const open =
      shelter !== undefined && (await sheltersToAsk(tx)).some(({ id }) => id === shelter);
    const kept = { ...others, ...(open && { shelter }) } as BoardQuery;
    return isNarrowed(kept) ? { ...query, ...kept } : null;
  }

  private async showIn(
    tx: Tx,
    query: BoardQuery,
    { isRefresh }: { isRefresh: boolean },
  ): Promise<BoardScreenState> {
    const { actor } = tx;
    const board = await this.board.showIn(tx, boardFilterOf(query), { isRefresh });
    const { model } = await this.bars.ofIn(tx, actor.language, BED_BOARD, { ...query });
    const shelters = await sheltersToAsk(tx);
    const placing = query.request && may(actor, 'beds:hold');
    return {
      board,
      shelters,
      bar: model,
      names: await this.names.ofIn(tx, board.requests.flatMap(casesOf)),
      query,
      madeAt: tx.now,
      placing: placing ? await this.placingIn(tx, query.request) : null,
    };
  }

  private async placingIn(tx: Tx, requestId: string): Promise<BoardPlacement> {
    const request = await findRequest(tx, requestId);
    const chooses = request.state === 'open' && request.bookings.length === 0;
    const candidates = chooses ? await this.candidates.forRequestIn(tx, requestId) : null;
    return { request, candidates };
  }
}
