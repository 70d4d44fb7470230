import { Injectable } from '@nestjs/common';
import { Lists } from '../../reference-lists';
import type { Actor } from '../../platform/shared/actor';
import { isCivilDate } from '../../platform/shared/nights.rules';
import { joinWords } from '../../platform/shared/punctuation.words';
import { newForm, type FormState } from '../../platform/web/forms';
import { BookingFile } from './booking-file.service';
import { bookingPage } from './booking.view';
import { FindExtensionNeeds } from './extension-needs.service';
import { StayContinuations } from './stay-continuation.service';

/** Page of a booking, with any of its forms filled in after a refusal. */
@Injectable()
export class BookingPages {
  constructor(
    private readonly file: BookingFile,
    private readonly stayOn: StayContinuations,
    private readonly lists: Lists,
    private readonly needs: FindExtensionNeeds,
  ) {}

  /** `planForm`: the form of the planned exit, where that was refused. */
  async model(
    actor: Actor,
    id: string,
    form: FormState = newForm(),
    planForm: FormState | null = null,
  ): Promise<object> {
    const emergencies = await this.lists.choices(actor, 'arrival_reasons');
    const destinations = await this.lists.choices(actor, 'exit_destinations');
    const booking = await this.file.one(actor, id);
    const wanted = planForm?.values.on;
    const later = isCivilDate(wanted) ? await this.stayOn.of(actor, id, wanted) : null;
    const model = bookingPage(booking, actor, form, emergencies, destinations);
    return {
      ...model,
      extend: model.mayExit ? await this.needs.of(actor, id) : null,
      plan: planForm && {
        form: planForm,
        asks: planForm.errors.reason !== undefined || planForm.values.reason !== undefined,
        later: later && { ...later, bedList: joinWords(later.beds, actor.language) },
      },
    };
  }
}
