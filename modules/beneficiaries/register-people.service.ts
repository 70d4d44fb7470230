import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import type { PersonDto } from './dto/register-people.dto';
import { People, type RegistrationResult } from './people.service';
import { parsePerson } from './person-input.rules';

/** Registers one person, or a family of several: all of them or none, once for each request id. */
@Injectable()
export class RegisterPeople {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
  ) {}

  run(
    actor: Actor,
    given: readonly PersonDto[],
    requestId: string | null,
  ): Promise<RegistrationResult> {
    return this.transactions.once(
      actor,
      { useCase: 'people.register', body: given, requestId },
      (tx) => this.runIn(tx, given),
    );
  }

  /** In the caller's transaction, who sees to it that it is done once. */
  runIn(tx: Tx, given: readonly PersonDto[]): Promise<RegistrationResult> {
    return this.people.register(
      tx,
      given.map((person) => parsePerson(person, tx.today)),
      { together: given.length > 1 },
    );
  }
}
