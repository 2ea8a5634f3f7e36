const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/u));

export const FIRST_PERSON = words(`i me my mine myself i'm i've i'd i'll im ive`);
export const SECOND_PERSON = words(`you your yours yourself you're you've you'd you'll u ur ya y'all`);
export const MODALS = words(`may shall should must would could might cannot ought`);

/** Links and verbs of careful prose. */
export const FORMAL_LINKS = words(`
however therefore thus hence moreover furthermore nevertheless nonetheless whereas although despite regarding
concerning accordingly consequently additionally subsequently upon whom whose within according pursuant hereby
sincerely regards dear appreciate inquire enquire request require regret inform further prior provide assist ensure
obtain purchase receive attend permit indicate`);

/** Chat spellings, slang, greetings and loose intensifiers. */
export const INFORMAL_WORDS = words(`
lol lmao rofl haha hahaha hehe omg wtf idk tbh imo imho btw ttyl brb smh ikr nvm thx ty pls plz u ur r ya y'all im ive
dont didnt doesnt cant wont isnt wasnt havent thats whats theres hows youre theyre gonna wanna gotta kinda sorta dunno
lemme gimme cuz cause coz ain't aint yeah yea yep yup nah nope ok okay hey hi hiya yo sup wow woah whoa ooh ugh yay oops
hmm um uh damn dang hell crap shit fuck fucking ass sucks suck stupid dumb crazy cool awesome dude bro guys guy stuff
thing things lot lots totally really pretty just so like kid kids mom dad gross cute bucks b4 2 4 n w o til till thru tho
hello thanks bye cya xoxo`);
