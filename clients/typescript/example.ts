/** Receives a woman and her need for a bed tonight, records a service, and downloads a report. */
import { createMawaClient, dataOf, MawaError } from 'mawa-client';

declare const process: { env: Record<string, string | undefined> };
declare const console: { log(text: string): void };

const { MAWA_URL = '', MAWA_TOKEN = '', REPORT_ID = '', TODAY = '' } = process.env;
const mawa = createMawaClient({ baseUrl: MAWA_URL, token: MAWA_TOKEN });
const once = () => ({ 'idempotency-key': crypto.randomUUID() });

async function receive(caseId: string) {
  const { id } = await dataOf(
    mawa.POST('/api/v1/bed-requests', {
      params: { header: once() },
      body: {
        caseIds: [caseId],
        neededFrom: TODAY,
        urgency: 'tonight',
        source: 'police',
        basis: 'consent',
      },
    }),
  );
  const path = { id };
  const { proposals } = await dataOf(
    mawa.GET('/api/v1/bed-requests/{id}/candidates', { params: { path } }),
  );
  const placements = proposals[0]!.places.map(({ caseId, bedId }) => ({ caseId, bedId }));
  const { bookings } = await dataOf(
    mawa.POST('/api/v1/bed-requests/{id}/holds', {
      params: { path, header: once() },
      body: { placements, reason: 'asked at the door' },
    }),
  );
  await dataOf(
    mawa.POST('/api/v1/bed-requests/{id}/check-in', { params: { path, header: once() }, body: {} }),
  );
  return bookings[0]!.id;
}

async function main() {
  const { cases } = await dataOf(
    mawa.POST('/api/v1/people', {
      params: { header: once() },
      body: { people: [{ names: { given: 'Amal' }, sex: 'female', birthDate: '1994-03-08' }] },
    }),
  );
  const caseId = cases[0]!.id;
  const bookingId = await receive(caseId);
  const service = await dataOf(
    mawa.POST('/api/v1/services', {
      params: { header: once() },
      body: { caseId, typeCode: 'medical_consultation', givenOn: TODAY },
    }),
  );
  const file = await dataOf(
    mawa.GET('/api/v1/reports/{id}/files/{format}/{language}', {
      params: { path: { id: REPORT_ID, format: 'pdf', language: 'fr' } },
      parseAs: 'arrayBuffer',
    }),
  );
  const refusal = await dataOf(
    mawa.GET('/api/v1/people/{id}', { params: { path: { id: crypto.randomUUID() } } }),
  ).catch((error: unknown) => (error instanceof MawaError ? error.code : 'another error'));
  const bytes = (file as unknown as ArrayBuffer).byteLength;
  console.log(JSON.stringify({ caseId, bookingId, serviceId: service.id, bytes, refusal }));
}

void main();
