/** Endpoints and their events in words. */
import type { Actor } from '../platform/shared/actor';
import type { translatorOf } from '../platform/web/i18n';
import type { WebhookAttempt, WebhookDelivery } from './webhook-deliveries.service';
import type { EndpointState, WebhookEndpoint } from './webhook-endpoints.service';

type Words = ReturnType<ReturnType<typeof translatorOf>>;

const TAG: Readonly<Record<EndpointState, string>> = {
  waiting: 'warning',
  in_force: 'good',
  suspended: 'danger',
  ended: '',
};

export const endpointModel = (endpoint: WebhookEndpoint, actor: Actor, words: Words) => {
  const { state, proposedById, kinds, suspendedWhy, endedWhy, organisationOpen } = endpoint;
  return {
    ...endpoint,
    path: `/admin/webhooks/${endpoint.id}`,
    stateWords: words(`state.${state}`),
    stateTag: TAG[state],
    kindWords: kinds.map((kind) => words(`kind.${kind}`)),
    suspendedWords: suspendedWhy && words(`suspended_why.${suspendedWhy}`),
    endedWords: endedWhy && words(`ended_why.${endedWhy}`),
    isWaiting: state === 'waiting',
    isInForce: state === 'in_force',
    isSuspended: state === 'suspended',
    isClosed: !organisationOpen,
    mayTest: state === 'in_force' && organisationOpen,
    mayResume: state === 'suspended' && organisationOpen,
    mayConfirm: state === 'waiting' && proposedById !== actor.userId,
    mayEnd: state !== 'ended',
    mayReplay: (state === 'in_force' || state === 'suspended') && organisationOpen,
  };
};

const attemptWords = ({ at, status, error, durationMs }: WebhookAttempt, words: Words): string =>
  at === null
    ? words(error === null ? 'delivery.delivered' : 'attempt.not_accepted')
    : words(`attempt.${error ?? 'accepted'}`, { at, status: status ?? 0, ms: durationMs });

export const deliveryModel = (delivery: WebhookDelivery, words: Words, mayReplay: boolean) => ({
  ...delivery,
  kindWords: words(`kind.${delivery.kind}`),
  stateWords: words(`delivery.${delivery.state}`),
  isWaiting: delivery.state === 'waiting',
  isFailed: delivery.state === 'failed',
  showsNext: delivery.state === 'waiting' && delivery.nextAt !== null,
  mayReplay,
  attempts: delivery.attempts.map((attempt) => ({
    accepted: attempt.error === null,
    words: attemptWords(attempt, words),
  })),
  lastWords: delivery.attempts.length > 0 && attemptWords(delivery.attempts.at(-1)!, words),
});
