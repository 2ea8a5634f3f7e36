import { ConversationPatternSchema } from '../../src/domain/conversation_patterns.ts';
import { conversationPattern } from '../../src/engines/conversation_pattern.ts';
import { engineContract } from './engine.contract.ts';

engineContract(conversationPattern, ConversationPatternSchema);
