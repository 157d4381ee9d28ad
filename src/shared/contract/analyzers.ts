import * as z from 'zod/mini';
import { ANALYZER_IDS } from './choices';

export const analyzersSchema = z.array(z.enum(ANALYZER_IDS));
