// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.0;

import "./Base.sol";

/// Counts coins – not real ones.
contract Token is Base {
    enum State { Open, Closed }
    struct Account { uint256 balance; mapping(address => bool) allowed; }

    mapping(address => Account) private accounts;
    address payable public immutable owner;
    uint public constant MAX = 10 ** 18;
    event Moved(address indexed from, address indexed to, uint256 amount);
    error TooMuch(uint256 wanted);

    modifier onlyOwner() { require(msg.sender == owner, "nobody"); _; }

    constructor() { owner = payable(msg.sender); }

    function move(address to, uint256 amount) external returns (bool ok) {
        Account storage a = accounts[msg.sender];
        if (a.balance < amount) revert TooMuch({wanted: amount});
        unchecked { a.balance -= amount; }
        for (uint i = 0; i < 3; i++) { if (i == 2) break; else continue; }
        emit Moved(msg.sender, to, amount);
        try this.move(to, 0x1f) returns (bool b) { ok = b; } catch { ok = false; }
        assembly { let x := add(1, 2) }
        return ok ? true : !ok;
    }
}
