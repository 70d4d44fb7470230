/** Work: vetted employers and what they offer, placements, their follow-up with the signs of forced labour. */
import { WorkBoardApiController, WorkBoardPagesController } from './board/board.pages.controller';
import { WorkBoard } from './board/board.service';
import { EmployerPages } from './employers/employer-pages.view';
import { EmployerSeals } from './employers/employer-seals.service';
import { EmployersApiController } from './employers/employers.api.controller';
import { EmployersPagesController } from './employers/employers.pages.controller';
import { Employers } from './employers/employers.service';
import { Offers } from './employers/offers.service';
import { WageFloors } from './floors/floors.service';
import { WorkFollowUps } from './follow-up/follow-ups.service';
import { PersonWorkApiController } from './person/person-work.api.controller';
import { PersonWorkPagesController } from './person/person-work.pages.controller';
import { ReadWork } from './person/read-work.service';
import { WorkPages } from './person/work-pages.view';
import { Applications } from './placements/applications.service';
import { Placements } from './placements/placements.service';
import { WorkRecords } from './work-records.service';
import { WorkCaseFilePanel } from './case-file-panel.service';

export const WORK_CONTROLLERS = [
  EmployersApiController,
  EmployersPagesController,
  PersonWorkApiController,
  PersonWorkPagesController,
  WorkBoardApiController,
  WorkBoardPagesController,
];
export const WORK_SERVICES = [
  Applications,
  Employers,
  Offers,
  Placements,
  WageFloors,
  WorkFollowUps,
];
export const WORK_PROVIDERS = [
  ...WORK_SERVICES,
  EmployerPages,
  EmployerSeals,
  ReadWork,
  WorkBoard,
  WorkRecords,
  WorkCaseFilePanel,
  WorkPages,
];
