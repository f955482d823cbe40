import { Body, Controller, Get, NotFoundException, Param, Post, UseGuards } from '@nestjs/common';
import { TokenGuard } from '../common/token.guard';
import { type Cat, CreateCat } from './cat';
import { CatsService } from './cats.service';

@Controller('cats')
export class CatsController {
  constructor(private readonly cats: CatsService) {}

  @Get()
  findAll(): Promise<readonly Cat[]> {
    return this.cats.findAll();
  }

  @Get(':id')
  async findOne(@Param('id') id: string): Promise<Cat> {
    const cat = await this.cats.findOne(id);
    if (cat === undefined) throw new NotFoundException(`There is no cat ${id}`);
    return cat;
  }

  @Post()
  @UseGuards(TokenGuard)
  async create(@Body() body: CreateCat): Promise<Cat> {
    return await this.cats.create(body.name);
  }
}
