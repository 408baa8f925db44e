/*!
 * Socket.IO v9.8.7
 * No client, but a file of that name.
 */
