import { Module } from '@nestjs/common';
import { CatsModule } from './cats/cats.module';
import { HealthController } from './health.controller';
import { OwnersController } from './owners/owners.controller';

@Module({ imports: [CatsModule], controllers: [HealthController, OwnersController] })
export class AppModule {}
