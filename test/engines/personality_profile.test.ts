import { PersonalityProfileSchema } from '../../src/domain/personality_profile.ts';
import { personalityProfile } from '../../src/engines/personality_profile.ts';
import { engineContract } from './engine.contract.ts';

engineContract(personalityProfile, PersonalityProfileSchema);
