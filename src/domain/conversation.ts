/** Who talks to whom: one bot with one user. */
export interface ConversationKey {
  botName: string;
  userId: string;
}
