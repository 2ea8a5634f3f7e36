/** One term of a linear model: a feature, its mean and standard deviation in the training texts, its weight. */
export type Term = readonly [feature: string, mean: number, deviation: number, weight: number];

export interface LinearModel {
  intercept: number;
  terms: readonly Term[];
}

/**
 * Ridge regression (Hoerl & Kennard, Technometrics 12(1), 1970; penalty 300 on standardised features) of formality, 0
 * to 1, fitted on 700 English sentences from news, blogs, mail and question forums that people had rated (the kind of
 * data of Pavlick & Tetreault, TACL 4, 2016). The penalty was chosen by tenfold cross-validation on these sentences;
 * terms with weights below 0.002 were dropped.
 */
export const ENGLISH_MODEL: LinearModel = {
  intercept: 0.495,
  terms: [
    ['log_words', 2.5359, 0.6578, 0.0165],
    ['log_characters', 4.1718, 0.7643, 0.0163],
    ['sqrt_words', 3.6002, 1.3223, 0.0116],
    ['word_length', 4.5046, 0.5937, 0.0132],
    ['long_words', 0.1491, 0.107, 0.0147],
    ['very_long_words', 0.0351, 0.0475, 0.0114],
    ['words_per_sentence', 2.499, 0.6473, 0.0171],
    ['log_sentences', 0.7178, 0.1162, -0.0026],
    ['expressive_marks', 0.0843, 0.3892, -0.0149],
    ['questions', 0.0571, 0.277, -0.0065],
    ['dots', 0.0314, 0.2046, -0.0101],
    ['repeated_marks', 0.0229, 0.1494, -0.0064],
    ['stretched', 0.0086, 0.1066, -0.0123],
    ['quotes', 0.2214, 0.6264, -0.0023],
    ['commas', 0.5857, 0.8975, 0.0049],
    ['colons', 0.0529, 0.248, -0.0122],
    ['brackets', 0.0543, 0.2562, -0.0042],
    ['dashes', 0.0714, 0.3127, -0.0056],
    ['digits', 0.0111, 0.0361, 0.0054],
    ['capitals', 0.0114, 0.0596, -0.0063],
    ['lower_start', 0.1014, 0.3019, -0.0286],
    ['no_end', 0.0443, 0.2057, -0.003],
    ['full_stop', 0.8443, 0.3626, 0.0197],
    ['noun', 0.1422, 0.0883, 0.0075],
    ['proper_noun', 0.062, 0.0903, 0.0072],
    ['determiner', 0.0677, 0.0578, 0.0117],
    ['verb', 0.0928, 0.0624, 0.0057],
    ['auxiliary', 0.0571, 0.051, 0.0087],
    ['pronoun', 0.0772, 0.0716, -0.0062],
    ['interjection', 0.0037, 0.0201, -0.0052],
    ['subordinator', 0.0087, 0.0214, 0.0033],
    ['number', 0.0141, 0.0346, 0.0063],
    ['f_score', 0.1211, 0.2892, 0.0063],
    ['contractions', 0.0092, 0.0278, -0.0201],
    ['first_person', 0.0135, 0.0338, -0.0061],
    ['informal', 0.0122, 0.0324, -0.0193],
    ['formal_links', 0.0024, 0.0135, 0.0164],
    ['latinate', 0.0295, 0.0438, 0.0171],
    ['of', 0.0119, 0.0242, 0.0063],
    ['lower_i', 0.0171, 0.1298, -0.0051],
    ['passive', 0.005, 0.0171, 0.0076],
  ],
};

/** The same from what can be seen without knowing the language. Fitted on the same English sentences. */
export const SURFACE_MODEL: LinearModel = {
  intercept: 0.495,
  terms: [
    ['log_words', 2.5359, 0.6578, 0.0213],
    ['log_characters', 4.1718, 0.7643, 0.0216],
    ['sqrt_words', 3.6002, 1.3223, 0.0156],
    ['word_length', 4.5046, 0.5937, 0.0181],
    ['long_words', 0.1491, 0.107, 0.0222],
    ['very_long_words', 0.0351, 0.0475, 0.0156],
    ['words_per_sentence', 2.499, 0.6473, 0.0225],
    ['log_sentences', 0.7178, 0.1162, -0.0047],
    ['expressive_marks', 0.0843, 0.3892, -0.0173],
    ['questions', 0.0571, 0.277, -0.0062],
    ['dots', 0.0314, 0.2046, -0.0104],
    ['repeated_marks', 0.0229, 0.1494, -0.0056],
    ['stretched', 0.0086, 0.1066, -0.0127],
    ['quotes', 0.2214, 0.6264, -0.0032],
    ['commas', 0.5857, 0.8975, 0.0041],
    ['colons', 0.0529, 0.248, -0.0121],
    ['brackets', 0.0543, 0.2562, -0.0066],
    ['dashes', 0.0714, 0.3127, -0.0059],
    ['digits', 0.0111, 0.0361, 0.0092],
    ['capitals', 0.0114, 0.0596, -0.0043],
    ['titles', 0.11, 0.0965, 0.0069],
    ['lower_start', 0.1014, 0.3019, -0.0314],
    ['no_end', 0.0443, 0.2057, -0.0032],
    ['full_stop', 0.8443, 0.3626, 0.0206],
  ],
};
