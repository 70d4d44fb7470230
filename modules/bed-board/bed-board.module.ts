import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { ShelterBedsModule } from '../shelter-beds';
import { ShelterInventoryModule } from '../shelter-inventory';
import { ShelterOperationsModule } from '../shelter-operations';
import { Views } from '../views';
import { BoardActsPagesController } from './board-acts.pages.controller';
import { BoardApiController } from './board.api.controller';
import { BoardPagesController } from './board.pages.controller';
import { BedBoard } from './board.service';
import { BoardLiveController } from './live/live.api.controller';
import { BoardWatchers } from './live/watchers.service';
import { BED_BOARD } from './board-list.data';
import { BoardSheetPagesController } from './sheet.pages.controller';
import { BoardScreen } from './page/screen.service';
import { TonightPagesController } from './tonight.pages.controller';
import { FreeBedsPanel } from './home/free-beds-panel.service';
import { TonightPanel } from './home/tonight-panel.service';

@Module({
  imports: [
    BeneficiariesModule,
    ShelterBedsModule,
    ShelterInventoryModule,
    ShelterOperationsModule,
  ],
  controllers: [
    BoardActsPagesController,
    BoardApiController,
    BoardLiveController,
    BoardPagesController,
    BoardSheetPagesController,
    TonightPagesController,
  ],
  providers: [BedBoard, BoardScreen, BoardWatchers, TonightPanel, FreeBedsPanel],
})
export class BedBoardModule {
  constructor(views: Views) {
    views.define(BED_BOARD);
  }
}
