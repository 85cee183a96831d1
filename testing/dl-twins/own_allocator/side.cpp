#include <map>
#include <string>
#include <vector>
#include "twin.h"
struct Node { Node *next; int value; };
Node *chain(int n) { Node *head = nullptr; for (int i = 0; i < n; i++) head = new Node{head, i}; return head; }
int unchain(Node *head) { int sum = 0; while (head) { Node *next = head->next; sum += head->value; delete head; head = next; } return sum; }
int containers(int n) { std::map<int, std::string> all; for (int i = 0; i < n; i++) all[i] = std::string(40, 'a' + i); return (int)all.rbegin()->second.size(); }
