import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { CapacityActions, recordLearners } from '../capacity-actions.service';
import { type Gain, gainOf } from '../gain.rules';
import { CapacityCosts, type CostRow } from '../money/capacity-costs.service';
import { type Participant, Participants } from '../participants/participants.service';
import { CapacityTrainings, type TrainingPlan } from './trainings.service';

export interface CapacityFile extends TrainingPlan {
  readonly participants: readonly Participant[];
  readonly costs: readonly CostRow[];
  readonly gain: Gain;
}

/** A training with all that belongs to it, those who take part by name: recorded. */
@Injectable()
export class ReadCapacity {
  constructor(
    private readonly acts: CapacityActions,
    private readonly trainings: CapacityTrainings,
    private readonly participants: Participants,
    private readonly costs: CapacityCosts,
  ) {}

  one(actor: Actor, id: string): Promise<CapacityFile> {
    return this.acts.run(actor, (tx) => this.oneIn(tx, id));
  }

  async oneIn(tx: Tx, id: string): Promise<CapacityFile> {
    const plan = await this.trainings.planIn(tx, id);
    const participants = await this.participants.allIn(tx, id);
    const ids = participants.map(({ learnerId }) => learnerId);
    await recordLearners(tx, 'capacity.read_participants', ids, [id]);
    const costs = await this.costs.allIn(tx, id);
    return { ...plan, participants, costs, gain: gainOf(participants) };
  }
}
