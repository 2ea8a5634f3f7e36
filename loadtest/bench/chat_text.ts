import { pick } from './seeded_random.ts';
import type { Random } from './seeded_random.ts';

type Words = readonly [string, ...string[]];

/** What a stretch of talk is about; patterns below draw their words from it. */
interface Subject {
  things: Words;
  places: Words;
  deeds: Words;
}

const SUBJECTS: readonly [Subject, ...Subject[]] = [
  {
    things: ['sourdough starter', 'lemon cake', 'pumpkin soup', 'cast iron pan', 'pepper mill', 'spring onions'],
    places: ['kitchen', 'farmers market', 'corner bakery', 'spice shop'],
    deeds: ['bake bread', 'cook for everyone', 'try the recipe', 'wash the dishes'],
  },
  {
    things: ['trail map', 'rain jacket', 'hiking boots', 'summit photo', 'water bottle', 'camping stove'],
    places: ['ridge', 'northern trail', 'lake shore', 'mountain hut'],
    deeds: ['climb the hill', 'pack the tent', 'follow the stream', 'rest my knees'],
  },
  {
    things: ['quarterly report', 'new manager', 'job interview', 'team meeting', 'long spreadsheet', 'client call'],
    places: ['office', 'conference room', 'train station', 'cafeteria'],
    deeds: ['finish the slides', 'ask for a raise', 'change the deadline', 'answer every mail'],
  },
  {
    things: ['guitar string', 'piano lesson', 'choir practice', 'old record', 'concert ticket', 'drum kit'],
    places: ['music school', 'concert hall', 'rehearsal room', 'record store'],
    deeds: ['learn the chords', 'sing in tune', 'write a song', 'tune the guitar'],
  },
  {
    things: ['vet appointment', 'puppy', 'cat carrier', 'rubber ball', 'bag of treats', 'muddy leash'],
    places: ['dog park', 'animal shelter', 'back garden', 'pet store'],
    deeds: ['train the puppy', 'walk the dog', 'brush the cat', 'clean the paws'],
  },
  {
    things: ['plane ticket', 'passport photo', 'window seat', 'travel guide', 'small suitcase', 'night train'],
    places: ['airport', 'old town', 'hotel lobby', 'harbour'],
    deeds: ['book the flight', 'learn some Portuguese', 'see the museum', 'exchange money'],
  },
];

const PEOPLE: Words = ['sister', 'brother', 'neighbour Ana', 'friend Marco', 'grandmother', 'roommate', 'cousin Leila'];
const MOODS: Words = ['happy', 'nervous', 'tired', 'proud', 'a bit sad', 'excited', 'relieved', 'annoyed'];
const TIMES: Words = ['yesterday', 'this morning', 'last weekend', 'after lunch', 'on Tuesday', 'late last night'];

const USER_PATTERNS: Words = [
  'I went to the {place} {time} and came home with a {thing}',
  'my {person} told me about the {thing} {time} and I laughed',
  'honestly I feel {mood} about the {thing}, it was a long day',
  'do you think I should {deed} before I see my {person}?',
  'we wanted to {deed} at the {place} but it started to rain',
  'I am so {mood} right now, the {thing} finally works again!',
  'what would you do if your {person} forgot the {thing} again?',
  'remember the {thing} I mentioned? {time} it broke at the {place}',
  'lol my {person} tried to {deed} {time} and it went badly',
  'next month I want to {deed}, maybe with my {person} as well',
];

const BOT_PATTERNS: Words = [
  'That sounds lovely, how did your {person} like the {thing} at the {place}?',
  'I can see why you feel {mood}; the {thing} matters to you.',
  'Maybe you could {deed} first and think about the {thing} later on.',
  'You told me about the {place} before, is it still that busy {time}?',
  'Take your time, nobody has to {deed} and stay cheerful all day.',
  'If it helps, write down what you need for the {thing} tonight.',
  'Congratulations! Not everyone manages to {deed} with a {person} around them.',
  'Would you rather {deed} alone or ask your {person} to come along?',
];

/** Chance that a message opens another subject. */
const SWITCH_CHANCE = 0.08;

/** Writes the messages of one conversation, user and bot in turn, 8 to 16 words each. */
export class ChatText {
  readonly #random: Random;
  #subject: Subject;

  constructor(random: Random) {
    this.#random = random;
    this.#subject = pick(random, SUBJECTS);
  }

  next(role: 'user' | 'bot'): string {
    if (this.#random() < SWITCH_CHANCE) this.#subject = pick(this.#random, SUBJECTS);
    const pattern = pick(this.#random, role === 'user' ? USER_PATTERNS : BOT_PATTERNS);
    return pattern.replace(/\{(\w+)\}/gu, (_slot, name: string) => pick(this.#random, this.#wordsFor(name)));
  }

  #wordsFor(slot: string): Words {
    const { things, places, deeds } = this.#subject;
    const words: Record<string, Words> = {
      thing: things,
      place: places,
      deed: deeds,
      person: PEOPLE,
      mood: MOODS,
      time: TIMES,
    };
    return words[slot] ?? things;
  }
}
